/**
 * `digest_rows(text)`: an aggregate that gives "count:SHA-256" over the texts in the order in which they come, each followed
 * by a line break; null where there is none. It runs where the database is, so that ten thousand rows cross no thread. In
 * PostgreSQL `lib/store/rows/json-text.ts` makes the same of functions that it has.
 */
import { createHash, type Hash } from 'node:crypto'
import type SQLite from 'better-sqlite3'

type Digesting = { count: number; hash: Hash; waiting: string }

/** Hashing text by text costs more than the hash. */
const CHARS_AT_ONCE = 60_000

export function addDigestRows(sqlite: SQLite.Database): void {
  sqlite.aggregate<Digesting>('digest_rows', {
    start: () => ({ count: 0, hash: createHash('sha256'), waiting: '' }),
    step(digesting, line: unknown) {
      digesting.count += 1
      digesting.waiting += `${line}\n`
      if (digesting.waiting.length < CHARS_AT_ONCE) return
      digesting.hash.update(digesting.waiting)
      digesting.waiting = ''
    },
    result: ({ count, hash, waiting }) => (count === 0 ? null : `${count}:${hash.update(waiting).digest('hex')}`),
  })
}
