import { createHash } from 'node:crypto'
import type { Row } from './source-file'

export type TableDigest = { table: string; rows: number; digest: string }

/** SHA-256 over the rows in the order of their key, each as JSON on a line: the same of a file and of a server. */
export function tableDigest(table: string): { take: (rows: readonly Row[]) => void; end: () => TableDigest } {
  const hash = createHash('sha256')
  let count = 0
  return {
    take(rows) {
      count += rows.length
      hash.update(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    },
    end: () => ({ table, rows: count, digest: hash.digest('hex') }),
  }
}

/** One digest of all tables. */
export const digestOfAll = (tables: readonly TableDigest[]): string =>
  createHash('sha256').update(JSON.stringify(tables)).digest('hex')
