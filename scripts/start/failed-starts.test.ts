/** A start that fails says why, ends with code 1, changes no file of the data folder and leaves nothing running. Those that need a build: `npm run bench -- start`. */
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeStartFolder, type StartFolder } from '@/e2e/start-folder'
import { FAILED_STARTS, playFailedStart } from '../testing/failed-starts'

let folder: StartFolder
beforeEach(async () => {
  folder = await makeStartFolder()
})
afterEach(() => folder.remove())

/** Its own files with what a write would change; not what only links to the project. */
function filesOf(path: string, inside = ''): string[] {
  return readdirSync(join(path, inside), { withFileTypes: true }).flatMap((entry) => {
    const name = join(inside, entry.name)
    const { mode, uid, size, mtimeMs } = lstatSync(join(path, name))
    if (entry.isDirectory()) return [`${name} ${mode} ${uid}`, ...filesOf(path, name)]
    return entry.isFile() ? [`${name} ${mode} ${uid} ${size} ${mtimeMs}`] : []
  })
}

/** What a start may make before it knows whether it can go on: secrets, and what says that packages are installed. */
const MADE = /^(\.env\.local|node_modules\b)/
const dataOf = (path: string) => filesOf(path).filter((name) => !MADE.test(name))
/** SQLite makes these, empty, to read a database that is in order. */
const READ_THROUGH = /^\.data\/console\.db-(shm|wal) /

it.runIf(process.platform === 'linux').each(FAILED_STARTS.filter(({ needsBuild }) => !needsBuild))(
  '$kind',
  async (start) => {
    let before: string[] = []
    const arrange: typeof start.arrange = async (given) => {
      const arranged = await start.arrange(given)
      before = dataOf(given.path)
      return arranged
    }
    const { said, exit, left } = await playFailedStart({ ...start, arrange }, folder)
    expect(said).toMatch(start.says)
    expect(said).not.toMatch(/ReferenceError|\n {4}at /)
    expect({ exit, left }).toEqual({ exit: 1, left: [] })
    expect(dataOf(folder.path).filter((name) => before.includes(name) || !READ_THROUGH.test(name))).toEqual(before)
  },
)
