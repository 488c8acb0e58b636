import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openStore } from '@/lib/store/open/open-store'
import { databaseOf, NEW_KEY, OLD_KEY } from './sealed-database'

/** Loaded before a program, it breaks it as its environment says: see the file. */
export const BREAK = pathToFileURL(resolve('testing/org-keys/break-program.mjs')).href

/** `key`: CONSOLE_ENCRYPTION_KEY; the new one before the old one where it is absent. */
export type Rotation = { key?: string; args?: string[]; broken?: Record<string, string> }
export type Ran = { status: number | null; signal: string | null; out: string; err: string }

/** Runs the real `keys:rotate` on the database of a folder. @throws if it prints anything of a key. */
export function rotateKeys(folder: string, { key = `${NEW_KEY},${OLD_KEY}`, args = [], broken = {} }: Rotation): Ran {
  const before = Object.keys(broken).length > 0 ? ['--import', BREAK] : []
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...before, 'dist/keys-rotate.mjs', ...args], {
    encoding: 'utf8',
    env: rotationEnv(folder, key, broken),
  })
  if (`${stdout}${stderr}`.includes('canary')) throw new Error(`a key was printed: ${stdout}${stderr}`)
  return { status, signal, out: stdout.trim(), err: stderr.trim() }
}

export const rotationEnv = (folder: string, key: string, broken: Record<string, string> = {}) => ({
  PATH: process.env.PATH,
  NODE_ENV: 'test' as const,
  DATA_DIR: folder,
  AUTH_SECRET: 'keys-test-secret-keys-test-secret-ke',
  CONSOLE_ENCRYPTION_KEY: key,
  ...broken,
})

/** How many org keys the record of a folder's database says were sealed anew. */
export async function resealingsIn(folder: string): Promise<number> {
  const store = await openStore(databaseOf(folder))
  const rows = await store.db.selectFrom('audit_events').select('id').where('kind', '=', 'org.key-resealed').execute()
  await store.close()
  return rows.length
}
