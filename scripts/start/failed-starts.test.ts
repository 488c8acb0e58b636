/** A start that fails says why, ends with code 1 and leaves nothing running. Those that need a build: `npm run bench -- start`. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeStartFolder, type StartFolder } from '@/e2e/start-folder'
import { FAILED_STARTS, playFailedStart } from '../testing/failed-starts'

let folder: StartFolder
beforeEach(async () => {
  folder = await makeStartFolder()
})
afterEach(() => folder.remove())

it.runIf(process.platform === 'linux').each(FAILED_STARTS.filter(({ needsBuild }) => !needsBuild))(
  '$kind',
  async (start) => {
    const { said, exit, left } = await playFailedStart(start, folder)
    expect(said).toMatch(start.says)
    expect(said).not.toMatch(/ReferenceError|\n {4}at /)
    expect({ exit, left }).toEqual({ exit: 1, left: [] })
  },
)
