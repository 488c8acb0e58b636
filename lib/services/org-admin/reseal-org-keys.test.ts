import { afterEach, beforeEach, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { listSealedOrgKeys, swapSeal } from '@/lib/store/org-keys/sealed-org-keys'
import { putOrgKey } from '@/lib/store/orgs'
import type { Store } from '@/lib/store/rows/db'
import { recordFaults } from '@/testing/audit/record-faults'
import { insertSealedOrgs, NEW_KEY, OLD_KEY, orgKeyOf, vaultOf } from '@/testing/org-keys/sealed-database'
import { openTestStore } from '@/testing/store/test-store'
import { resealOrgKeys } from './reseal-org-keys'

const both = vaultOf(NEW_KEY, OLD_KEY)
let store: Store
beforeEach(async () => {
  store = await openTestStore()
  await insertSealedOrgs(store.db, 4, OLD_KEY)
})
afterEach(() => store.close())

const reseal = (onProgress: (done: number, of: number) => void = () => {}, vault = both) =>
  resealOrgKeys({ db: store.db, vault, now: () => 1, onProgress })
const opened = async () =>
  (await listSealedOrgKeys(store.db)).map(({ org_id, ciphertext }) =>
    vaultOf(NEW_KEY).open(org_id, ciphertext).reveal(),
  )

it('keeps keys that people replace while it goes on, whichever key they are sealed with, and orgs that are removed', async () => {
  const changes = [
    // By a console that was not restarted yet: seals with the older key.
    () => putOrgKey(store.db, 'id-of-org-001', vaultOf(OLD_KEY).seal('id-of-org-001', new Secret('by the old')), 9),
    () => putOrgKey(store.db, 'id-of-org-002', both.seal('id-of-org-002', new Secret('by the new')), 9),
    () => store.db.deleteFrom('org_keys').where('org_id', '=', 'id-of-org-003').execute(),
  ]
  const changed: Promise<unknown>[] = []
  const done = await reseal(() => {
    // In the store before the next row is read: its transactions take turns.
    for (const change of changes.splice(0)) changed.push(change())
  })
  await Promise.all(changed)
  expect(done).toBe(2)
  expect(await opened()).toEqual([orgKeyOf('org-000'), 'by the old', 'by the new'])
})

it('goes over the rows again for what was sealed with an older key behind it', async () => {
  const seen: [number, number][] = []
  let late: Promise<unknown> | undefined
  const done = await reseal((at, of) => {
    seen.push([at, of])
    const again = vaultOf(OLD_KEY).seal('id-of-org-000', new Secret('late'))
    late ??= at === 3 ? putOrgKey(store.db, 'id-of-org-000', again, 9) : undefined
  })
  await late
  expect(done).toBe(5)
  expect(seen.at(-1)).toEqual([5, 5])
  expect((await opened())[0]).toBe('late')
})

it('does nothing where nothing is to be done, and writes one event for each key', async () => {
  expect(await reseal()).toBe(4)
  expect(await reseal()).toBe(0)
  expect(await store.db.selectFrom('audit_events').select('kind').execute()).toHaveLength(4)
  expect(await recordFaults(store.db)).toEqual([])
})

it('leaves every row as it is if what it sealed does not open', async () => {
  const before = await listSealedOrgKeys(store.db)
  const mutant = { ...both, seal: (orgId: string, key: Secret) => both.seal(orgId, new Secret(`${key.reveal()}x`)) }
  await expect(reseal(undefined, mutant)).rejects.toThrow('The org key of org-000 does not open once it is sealed anew')
  expect(await listSealedOrgKeys(store.db)).toEqual(before)
  expect(await store.db.selectFrom('audit_events').selectAll().execute()).toEqual([])
})

it('swaps no seal that was replaced meanwhile', async () => {
  expect(await swapSeal(store.db, 'id-of-org-000', 'another text', 'new text')).toBe(false)
  const [{ ciphertext: held = '' } = {}] = await listSealedOrgKeys(store.db)
  expect(held).not.toBe('new text')
  expect(await swapSeal(store.db, 'id-of-org-000', held, 'new text')).toBe(true)
})
