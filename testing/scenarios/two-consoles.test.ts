/** Two consoles on one store: what one of them changes reaches the other, and what both see is written once. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { createKeyVault } from '@/lib/orgs/key-vault'
import { putOrgKey } from '@/lib/store/orgs'
import type { Db } from '@/lib/store/rows/db'
import { type SecondConsole, secondConsole } from '../console/second-console'
import { ENCRYPTION_KEY, ORG_KEY, type TestConsole, testConsole } from '../console/test-console'
import { createGate, type Gate } from '../faults/gate'
import { type TestLocation, testLocation } from '../store/test-store'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02']
const [DEVICE] = DEVICES as [string]

let at: TestLocation
let first: TestConsole
let second: SecondConsole

/** The transactions of a console wait at a gate before they begin. */
function holdTransactions({ deps: { store } }: SecondConsole): { gate: Gate; db: Db } {
  const gate = createGate()
  const { db } = store
  const transaction = () => ({
    async execute(run: (tx: Db) => Promise<unknown>) {
      await gate.pass()
      return db.transaction().execute(run)
    },
  })
  store.db = new Proxy(db, {
    get(target, name) {
      const value = name === 'transaction' ? transaction : Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { gate, db }
}

beforeEach(async () => {
  at = await testLocation()
  first = await testConsole({ devices: DEVICES, database: at.location })
})
afterEach(async () => {
  await second.close()
  await first.close()
  await at.drop()
})

it('an org key that one of them replaced is the other one’s too, without a restart', async () => {
  second = await secondConsole(first, at.location)
  const { store } = first.deps
  const { id } = first.org.row
  const put = (key: string) =>
    putOrgKey(store.db, id, createKeyVault(ENCRYPTION_KEY).seal(id, new Secret(key)), Date.now())
  await put('org_no_longer_valid_0123456789')
  await second.deps.orgs.refresh()
  await second.org.reader.readNow().catch(() => undefined)
  expect(second.org.reading.error?.code).toBe('upstream-key-rejected')
  await put(ORG_KEY)
  await second.deps.orgs.refresh()
  await second.org.reader.readNow()
  expect(second.org.reading).toMatchObject({ error: null, keyRejected: false })
})

it('a device that contradicts a stop is one alarm and one event, though both see it', async () => {
  const operator = await first.as('operator')
  const stop = await first.act(operator, { kind: 'revoke', target: { ids: [DEVICE] } })
  second = await secondConsole(first, at.location)
  await first.org.connection.client.unrevoke(DEVICE)
  expect((await first.agent('validate', DEVICE)).allowed).toBe(true)
  const alarms = () => first.deps.store.db.selectFrom('alarms').select('device_id').execute()
  // The second one has looked and found no alarm, before the first one raises it.
  const { gate, db } = holdTransactions(second)
  await second.org.reader.readNow()
  await gate.came()
  await first.org.reader.readNow()
  await expect.poll(alarms).toHaveLength(1)
  gate.open()
  // Transactions take turns: after the second of these, what waited at the gate has ended.
  for (let turn = 0; turn < 2; turn += 1) await db.transaction().execute(async () => undefined)
  const events = await first.deps.store.db
    .selectFrom('audit_events')
    .select('kind')
    .where('operation_id', '=', stop.id)
    .where('kind', '=', 'stop.contradicted')
    .execute()
  expect([await alarms(), events].map((rows) => rows.length)).toEqual([1, 1])
})
