import { codeOf, type FileCalls, type FileFacts, MAY } from './file-calls'

/** A path as it is typed in a shell. */
export const typed = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`

const userName = (uid: number): string => (uid === 0 ? 'root' : `user ${uid}`)

/**
 * Why this process may not read and write a folder or a file, as the end of a sentence about it and with what to do; null if it may.
 * @param give the path whose owner is to be changed.
 */
export function accessFault(path: string, facts: FileFacts, give: string, calls: FileCalls): string | null {
  const isFolder = facts.isDirectory()
  try {
    calls.access(path, MAY.read | MAY.write | (isFolder ? MAY.search : 0))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EROFS')
      return 'is on a file system that is mounted read-only, so nothing can be kept there. Mount it for writing, or set DATA_DIR to another folder.'
    if (code !== 'EACCES' || calls.uid === null)
      return `cannot be read and written (${code}), so nothing can be kept there. Set DATA_DIR to another folder.`
    if (facts.uid === calls.uid)
      return `is closed to its own owner, ${userName(facts.uid)}, so nothing can be kept there. Open it: chmod u+rw${isFolder ? 'x' : ''} ${typed(path)}`
    return foreign(facts.uid, calls.uid, 'which may not read and write it', give)
  }
  // Only its owner can close a file to the other users of the machine, which is done at each start.
  if (!isFolder && calls.uid !== null && calls.uid !== 0 && facts.uid !== calls.uid)
    return foreign(facts.uid, calls.uid, 'which cannot close it to other users', give)
  return null
}

const foreign = (owner: number, uid: number, meaning: string, give: string): string =>
  `belongs to ${userName(owner)}, and this program runs as ${userName(uid)}, ${meaning}. Start it as ${userName(owner)}, or give all there to ${userName(uid)}: sudo chown -R ${uid} ${typed(give)}`
