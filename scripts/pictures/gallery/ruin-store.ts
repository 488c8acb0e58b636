import { openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import type { GalleryWorld } from './gallery-world'

/** Overwrites the console's database and its log with noise, and makes every open connection look at them again. */
export async function ruinStore({ folder }: Pick<GalleryWorld, 'folder'>): Promise<void> {
  const path = join(folder, 'console.db')
  const other = new SQLite(path)
  other.exec("insert into leases (name, holder, expires_at) values ('ruin', '', 0)")
  for (const file of [path, `${path}-wal`]) {
    const bytes = Buffer.alloc(statSync(file).size, 0xa5)
    writeSync(openSync(file, 'r+'), bytes, 0, bytes.length, 0)
  }
}
