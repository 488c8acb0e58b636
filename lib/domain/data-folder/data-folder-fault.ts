import { accessFault, typed } from './access-fault'
import { codeOf, type FileCalls, type FileFacts, MAY } from './file-calls'
import { networkFileSystem } from './network-file-system'

/** With less than this the disk counts as full: what a first start makes, and what a later one writes before the first stop. */
const FREE_MIN_BYTES = { first: 1_000_000, later: 100_000 }

export type DataFolderUse = {
  /** The value of `DATA_DIR`, as it is shown. */
  folder: string
  /** Files in it that are read and written, if they are there; with those that SQLite keeps beside each. */
  files: readonly string[]
  /** A database is kept there, which needs a disk of this machine. `elsewhere`: how a message ends that says where it could be. */
  database: { elsewhere: string } | null
  /** Whether a full disk is a fault: not for what only reads, or has its own words for it. */
  needsRoom: boolean
}

/**
 * Why nothing can be kept in a folder, as a sentence with what it means and what to do; null if it can. A folder that is not there is
 * judged by where it would be made. Nothing is written or changed.
 */
export function dataFolderFault(
  { folder, files, database, needsRoom }: DataFolderUse,
  calls: FileCalls,
): string | null {
  try {
    const place = placeOf(folder, calls)
    return (
      placeFault(folder, place, calls) ??
      (database ? networkFault(folder, place, database.elsewhere, calls) : null) ??
      firstOf(files, (file) => fileFault(file, folder, calls)) ??
      (needsRoom ? fullFault(folder, place.path, files, calls) : null)
    )
  } catch (error) {
    return `DATA_DIR ${folder} cannot be used (${codeOf(error)}): it must be a folder that this user may read and write. Set DATA_DIR to another folder.`
  }
}

/** `below`: the step from there towards the folder, null if it is the folder itself. */
type Place = { path: string; facts: FileFacts; below: string | null }

/** The folder itself, or the nearest thing above it that is there. */
function placeOf(folder: string, calls: FileCalls): Place {
  let below: string | null = null
  for (let path = folder; ; path = calls.parentOf(path)) {
    const facts = reachable(path, calls)
    if (facts) return { path, facts, below }
    if (path === calls.parentOf(path)) throw Object.assign(new Error(), { code: 'ENOENT' })
    below = path
  }
}

/** Undefined also if something above it is a file, or closed to this user: that is found one step further up. */
function reachable(path: string, { stat }: FileCalls): FileFacts | undefined {
  try {
    return stat(path)
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR' || codeOf(error) === 'EACCES') return undefined
    throw error
  }
}

function placeFault(folder: string, { path, facts, below }: Place, calls: FileCalls): string | null {
  if (!facts.isDirectory()) {
    const what = below === null ? 'is a file, so nothing can be kept in it' : `cannot be made: ${path} is a file`
    return `DATA_DIR ${folder} ${what}. Set DATA_DIR to another folder.`
  }
  if (below === null) {
    const fault = accessFault(folder, facts, folder, calls)
    return fault && `DATA_DIR ${folder} ${fault}`
  }
  try {
    calls.access(path, MAY.write | MAY.search)
    if (!calls.isTaken(below)) return null
    return `DATA_DIR ${folder} cannot be made: ${below} is a link that leads nowhere. Make what it leads to, or set DATA_DIR to another folder.`
  } catch (error) {
    const [why, remedy] =
      codeOf(error) === 'EROFS'
        ? [`${path} is mounted read-only`, 'Mount it for writing']
        : [
            `this user (${calls.uid}) may not write in ${path}`,
            `Make it for this user (sudo install -d -m 700 -o ${calls.uid} ${typed(folder)})`,
          ]
    return `DATA_DIR ${folder} cannot be reached or made: ${why}. ${remedy}, or set DATA_DIR to another folder.`
  }
}

function networkFault(folder: string, { path, facts }: Place, elsewhere: string, calls: FileCalls): string | null {
  // The numbers are those of Linux.
  if (calls.platform !== 'linux') return null
  const name = networkFileSystem(calls.statfs(path).type, facts.dev, calls.mounts)
  return (
    name &&
    `DATA_DIR ${folder} is on a network file system (${name}): SQLite can lose there what it has acknowledged, stops among it. Set DATA_DIR to a folder on a disk of this machine${elsewhere}.`
  )
}

function fileFault(file: string, folder: string, calls: FileCalls): string | null {
  return firstOf([file, `${file}-wal`, `${file}-shm`, `${file}-journal`], (path) => {
    const facts = calls.stat(path)
    if (!facts) return null
    if (!facts.isFile()) return `${path} is no file, so the database cannot be kept there. Move it away.`
    const fault = accessFault(path, facts, folder, calls)
    return fault && `${path} ${fault}`
  })
}

function fullFault(folder: string, path: string, files: readonly string[], calls: FileCalls): string | null {
  const { bsize, bfree, bavail } = calls.statfs(path)
  // What is kept back for root is there for root.
  const bytes = bsize * (calls.uid === 0 ? bfree : bavail)
  const isFirst = !files.some((file) => calls.stat(file))
  if (bytes >= FREE_MIN_BYTES[isFirst ? 'first' : 'later']) return null
  return `The disk of DATA_DIR ${folder} is full (${Math.floor(bytes / 1_000)} kB free): no stop could be recorded. Free at least ${FREE_MIN_BYTES.first / 1_000_000} MB there, then start again.`
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => string | null): string | null {
  for (const item of items) {
    const found = find(item)
    if (found) return found
  }
  return null
}
