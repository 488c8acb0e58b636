/** `npm run keys:rotate` as it is called: the real program on a real database, ended and run again. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ringState } from '@/lib/orgs/ring-state'
import { resealOrgKeys } from '@/lib/services/org-admin/reseal-org-keys'
import { openStore } from '@/lib/store/open/open-store'
import { readSealedOrgKeys } from '@/lib/store/org-keys/read-sealed-org-keys'
import { type Ran, type Rotation, resealingsIn, rotateKeys } from '@/testing/org-keys/rotate-keys'
import {
  databaseOf,
  keyFaults,
  makeSealedDatabase,
  NEW_KEY,
  OLD_KEY,
  OTHER_KEY,
  vaultOf,
} from '@/testing/org-keys/sealed-database'

const both = vaultOf(NEW_KEY, OLD_KEY)
const [newId, oldId] = both.keyIds as [string, string]

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-rotate-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const rotate = (given: Rotation = {}): Ran => rotateKeys(folder, given)

const stateNow = async () => ringState(both, await readSealedOrgKeys(databaseOf(folder)))

const recorded = () => resealingsIn(folder)

it('seals all anew, says how far it is and when an older key may be taken out, and changes nothing else', async () => {
  const slugs = await makeSealedDatabase(folder, 4, OLD_KEY)
  expect(rotate({ args: ['--check'] })).toMatchObject({
    status: 1,
    out: expect.stringContaining(`4 org keys: 0 under key 1 (${newId}), which seals, 4 under key 2 (${oldId}).`),
  })
  expect((await stateNow()).current).toBe(0)

  const { status, out, err } = rotate()
  expect([status, err]).toEqual([0, ''])
  expect(out.split('\n').slice(1)).toEqual([
    'Sealed anew 1 of 4; 3 remain under older keys.',
    'Sealed anew 2 of 4; 2 remain under older keys.',
    'Sealed anew 3 of 4; 1 remain under older keys.',
    'Sealed anew 4 of 4; 0 remain under older keys.',
    expect.stringMatching(/^All 4 org keys are sealed with key 1; 0 remain under older keys\. Once every console/),
  ])
  expect(await keyFaults(folder, slugs, vaultOf(NEW_KEY))).toEqual([])
  const store = await openStore(databaseOf(folder))
  expect(await store.db.selectFrom('org_keys').select('updated_at').distinct().execute()).toEqual([{ updated_at: 7 }])
  const events = await store.db.selectFrom('audit_events').select(['org_id', 'data']).execute()
  expect(events.map(({ org_id, data }) => [org_id, JSON.parse(data)])).toEqual(
    slugs.map((slug) => [`id-of-${slug}`, { from: oldId, to: newId }]),
  )
  await store.close()

  expect(rotate({ args: ['--check'] }).status).toBe(0)
  expect(rotate({ key: NEW_KEY })).toMatchObject({ status: 0, out: expect.not.stringContaining('Sealed anew') })
  expect(await recorded()).toBe(4)
})

it('brings texts of before to the form of today under the same key', async () => {
  const slugs = await makeSealedDatabase(folder, 2, NEW_KEY)
  expect(rotate({ key: NEW_KEY })).toMatchObject({ status: 0, out: expect.stringContaining('1 in the form of before') })
  expect(await keyFaults(folder, slugs, vaultOf(NEW_KEY))).toEqual([])
  expect(await stateNow()).toMatchObject({ total: 2, current: 2 })
})

it('leaves nothing of the old seals in the files', async () => {
  await makeSealedDatabase(folder, 6, OLD_KEY)
  const seals = (await readSealedOrgKeys(databaseOf(folder))).map(
    ({ ciphertext }) => ciphertext.split('.').at(-1) as string,
  )
  const found = () => {
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    return seals.filter((seal) => bytes.some((text) => text.includes(seal.slice(20, 60))))
  }
  expect(found()).toHaveLength(6)
  expect(rotate().status).toBe(0)
  expect(found()).toEqual([])
})

it('refuses keys that are not those of the database, and changes nothing', async () => {
  await makeSealedDatabase(folder, 1, OLD_KEY)
  expect(rotate({ key: `${OTHER_KEY},${NEW_KEY}` })).toMatchObject({
    status: 1,
    err: expect.stringContaining('CONSOLE_ENCRYPTION_KEY is not the key of this database'),
  })
  expect((await stateNow()).older).toEqual(new Map([[oldId, 1]]))
})

it('leaves a row that does not open as it is, names its org, and goes on with the others', async () => {
  await makeSealedDatabase(folder, 3, OLD_KEY)
  const store = await openStore(databaseOf(folder))
  const moved = store.db.selectFrom('org_keys').select('ciphertext').where('org_id', '=', 'id-of-org-001')
  const { ciphertext } = await moved.executeTakeFirstOrThrow()
  await store.db.updateTable('org_keys').set({ ciphertext }).where('org_id', '=', 'id-of-org-002').execute()
  await store.close()
  const { status, out } = rotate()
  expect(status).toBe(1)
  expect(out).toContain('The org keys of org-002 do not open, though their encryption key is here')
  expect(await stateNow()).toMatchObject({ current: 2, damaged: ['org-002'], older: new Map() })
})

it.each([
  ['a key that is missing', '', /CONSOLE_ENCRYPTION_KEY is missing/],
  ['a key that is too short', `${NEW_KEY},short`, /key 2 of 2 must have at least 32/],
])('refuses %s', async (_, key, why) => {
  await makeSealedDatabase(folder, 1, OLD_KEY)
  expect(rotate({ key })).toMatchObject({ status: 1, err: expect.stringMatching(why) })
})

it('says that there is nothing to seal where no org is', async () => {
  await makeSealedDatabase(folder, 0, OLD_KEY)
  expect(rotate()).toMatchObject({ status: 0, out: expect.stringContaining('This database keeps no org key') })
  expect(rotate().out).not.toContain('take the others out')
})

it('makes no database where there is none', () => {
  expect(rotate()).toMatchObject({ status: 1, err: expect.stringContaining('There is no database') })
  expect(readdirSync(folder)).toEqual([])
  expect(rotate({ args: ['--help'] })).toMatchObject({ status: 0, out: expect.stringContaining('--check') })
  expect(rotate({ args: ['--dry'] })).toMatchObject({
    status: 1,
    err: expect.stringContaining("Unknown option '--dry'"),
  })
})

describe('a run that is killed', () => {
  const ORGS = 2

  /** What is wrong after the kill, and after the next run, in words. `current`: how many were sealed anew before the kill. */
  async function afterKill(slugs: readonly string[]): Promise<{ faults: string[]; current: number }> {
    const faults = await keyFaults(folder, slugs, both)
    const { current } = await stateNow()
    if ((await recorded()) !== current) faults.push('the record does not say how many were sealed anew')
    if (faults.length > 0) return { faults, current }
    // The next run, without the start of another process.
    const store = await openStore(databaseOf(folder))
    const done = await resealOrgKeys({ db: store.db, vault: both, now: Date.now, onProgress: () => {} })
    await store.close()
    if (done !== ORGS - current) faults.push(`the next run sealed ${done}`)
    if ((await recorded()) !== ORGS) faults.push('the record does not have each once')
    faults.push(...(await keyFaults(folder, slugs, vaultOf(NEW_KEY))))
    return { faults, current }
  }

  /** Kills a run before its first statement, its second, and so on until one is not reached, or until something is wrong. */
  async function killEverywhere(mutant: Record<string, string> = {}) {
    const slugs = await makeSealedDatabase(folder, ORGS, OLD_KEY)
    const kept = join(folder, 'kept')
    cpSync(databaseOf(folder), kept)
    const partly = new Set<number>()
    for (let at = 1; ; at += 1) {
      for (const name of readdirSync(folder)) if (name.startsWith('console.db')) rmSync(join(folder, name))
      cpSync(kept, databaseOf(folder))
      const { signal, status } = rotate({ broken: { KILL_AT: String(at), ...mutant } })
      if (signal === null) return { at, status, faults: [], partly }
      const { faults, current } = await afterKill(slugs)
      partly.add(current)
      if (faults.length > 0)
        return { at, status, faults: faults.map((fault) => `killed before statement ${at}: ${fault}`), partly }
    }
  }

  it('at any of its statements loses nothing, and the next run ends it', async () => {
    const { at, status, faults, partly } = await killEverywhere()
    expect(faults).toEqual([])
    expect(status).toBe(0)
    expect([...partly].sort()).toEqual([0, 1, 2])
    expect(at).toBeGreaterThan(15)
  })

  it('catches the mutant that swaps a seal in two transactions', async () => {
    expect((await killEverywhere({ MUTANT: 'delete-first' })).faults).not.toEqual([])
  })

  it('is ended by the next run of the program', async () => {
    const slugs = await makeSealedDatabase(folder, 3, OLD_KEY)
    expect(rotate({ broken: { KILL_AT: '15' } }).signal).toBe('SIGKILL')
    expect((await stateNow()).current).toBe(1)
    expect(rotate()).toMatchObject({ status: 0, out: expect.stringContaining('Sealed anew 2 of 2; 0 remain') })
    expect(await keyFaults(folder, slugs, vaultOf(NEW_KEY))).toEqual([])
  })
})
