/** Starts that must fail because nothing can be kept in `DATA_DIR`, each arranged with real files and, run by root, with a real other user. */
import { chmodSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StartFolder } from '@/e2e/start-folder'
import { OLD_KEY } from '@/testing/org-keys/sealed-database'
import type { FailedStart } from './failed-starts'

/** A user that owns nothing. */
const OTHER = 65_534
const isRoot = process.getuid?.() === 0

const file = (folder: StartFolder, name: string) => writeFileSync(join(folder.path, name), '', { mode: 0o600 })
const directory = (folder: StartFolder, name: string) => mkdirSync(join(folder.path, name), { mode: 0o700 })

/** With a key of its own: a start without one looks at the database before anything else. */
const env = { CONSOLE_ENCRYPTION_KEY: OLD_KEY }

/**
 * Run by root, started by another user, to whom these belong. Else these are closed to their own owner.
 * @param theirs what stays root's
 */
function byAnotherUser(folder: StartFolder, ours: readonly string[], theirs: string) {
  const path = join(folder.path, theirs)
  if (!isRoot) {
    chmodSync(path, 0o500)
    return { env }
  }
  folder.giveTo(OTHER)
  for (const name of ours) lchownSync(join(folder.path, name), OTHER, OTHER)
  return { env, uid: OTHER }
}

const NOT_OURS = isRoot ? `belongs to root, and this program runs as user ${OTHER}` : 'is closed to its own owner'

export const DATA_FOLDER_STARTS: FailedStart[] = [
  {
    kind: 'data folder that is a file',
    arrange: (folder) => {
      file(folder, 'taken')
      return { env: { DATA_DIR: 'taken' } }
    },
    says: /DATA_DIR taken is a file, so nothing can be kept in it\. Set DATA_DIR/,
  },
  {
    kind: 'data folder under a file',
    arrange: (folder) => {
      file(folder, 'taken')
      return { env: { DATA_DIR: 'taken/by/us' } }
    },
    says: /DATA_DIR taken\/by\/us cannot be made: taken is a file\. Set DATA_DIR/,
  },
  {
    kind: 'data folder that is a link to nothing',
    arrange: (folder) => {
      symlinkSync('/no/such', join(folder.path, 'link'))
      return { env: { DATA_DIR: 'link' } }
    },
    says: /DATA_DIR link cannot be made: link is a link that leads nowhere/,
  },
  {
    kind: 'database that is a folder',
    arrange: (folder) => {
      directory(folder, '.data')
      directory(folder, '.data/authority.db')
      return {}
    },
    says: /\.data\/authority\.db is no file, so the database cannot be kept there\. Move it away/,
  },
  {
    kind: 'data folder of another user',
    arrange: (folder) => {
      directory(folder, '.data')
      return byAnotherUser(folder, [], '.data')
    },
    says: new RegExp(`DATA_DIR \\.data ${NOT_OURS}.*(chown -R ${OTHER} \\.data|chmod u\\+rwx \\.data)`),
  },
  {
    kind: 'data folder that this user may not make',
    arrange: (folder) => {
      directory(folder, 'all')
      return { ...byAnotherUser(folder, [], 'all'), env: { DATA_DIR: 'all/of/it' } }
    },
    says: /DATA_DIR all\/of\/it cannot be reached or made: this user \(\d+\) may not write in all\. Make it for this user/,
  },
  ...['console.db-shm', 'authority-evidence.db-wal'].map(
    (left): FailedStart => ({
      kind: `${left} that another user left`,
      arrange: (folder) => {
        directory(folder, '.data')
        file(folder, `.data/${left}`)
        return byAnotherUser(folder, ['.data'], `.data/${left}`)
      },
      // Without root it is a file that its owner may not write.
      says: new RegExp(`\\.data/${left} ${NOT_OURS}`),
    }),
  ),
]
