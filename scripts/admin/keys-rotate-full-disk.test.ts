/** `npm run keys:rotate` on a disk that takes nothing more: it says what that means, nothing is lost, and the next run ends it. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ringState } from '@/lib/orgs/ring-state'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import { resealingsIn, rotateKeys } from '@/testing/org-keys/rotate-keys'
import {
  databaseOf,
  keyFaults,
  makeSealedDatabase,
  NEW_KEY,
  OLD_KEY,
  vaultOf,
} from '@/testing/org-keys/sealed-database'

const ORGS = 40
/** Room for some of the rows, in kB. */
const FREE_KB = 150
const ROOMY = 'size=8m'

/** What breaks the program, and what frees the disk. */
type Full = { folder: string; broken: Record<string, string>; free: () => void }

const noPageMore = (folder: string): Full => ({ folder, broken: { DISK_FULL: '1' }, free: () => undefined })

/** The database on a file system of its own that is nearly full, where this user may mount one. */
function tinyDisk(folder: string): Full {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const kb = Math.ceil(statSync(databaseOf(folder)).size / 1_024) + FREE_KB
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kb}k`, 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return noPageMore(folder)
  }
  onTestFinished(() => void execFileSync('umount', ['-l', disk]))
  copyFileSync(databaseOf(folder), databaseOf(disk))
  return { folder: disk, broken: {}, free: () => void execFileSync('mount', ['-o', `remount,${ROOMY}`, disk]) }
}

it.each([
  ['a database that gets no page more', noPageMore],
  ['a disk that has no room', tinyDisk],
])('stops on %s', async (_, fillUp) => {
  const made = mkdtempSync(join(tmpdir(), 'keys-full-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  const slugs = await makeSealedDatabase(made, ORGS, OLD_KEY)
  const { folder, broken, free } = fillUp(made)
  const { status, err } = rotateKeys(folder, { broken })
  expect(status).toBe(1)
  const said =
    /^The disk is full \(SQLITE_FULL\): stopped after (\d+) of 40\. (\d+) org keys remain under older keys\. Nothing is lost/
  expect(err).toMatch(said)
  const [, done = '', remain = ''] = said.exec(err) ?? []
  expect(Number(done) + Number(remain)).toBe(ORGS)
  const both = vaultOf(NEW_KEY, OLD_KEY)
  expect(ringState(both, await readSealedOrgKeys(databaseOf(folder))).current).toBe(Number(done))
  expect(await keyFaults(folder, slugs, both)).toEqual([])
  free()
  expect(await resealingsIn(folder)).toBe(Number(done))
  expect(rotateKeys(folder, {})).toMatchObject({ status: 0, out: expect.stringContaining(`All ${ORGS} org keys`) })
  expect(await keyFaults(folder, slugs, vaultOf(NEW_KEY))).toEqual([])
})
