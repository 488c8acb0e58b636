/** Acknowledged is not done: an item is done only when it was read back so. The twin that believes the answer is caught. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '@/lib/services/context'
import { listItems } from '@/lib/store/operation-items'
import { type ConsoleBehindFaults, consoleBehindFaults } from '../console/console-behind-faults'
import { FAULTS } from '../faults/fault-table'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:runner:03']
const claims = FAULTS.find(({ fault }) => fault === 'claims it') as (typeof FAULTS)[number]

let behind: ConsoleBehindFaults
let operator: Context
beforeEach(async () => {
  behind = await consoleBehindFaults(DEVICES)
  operator = await behind.running.as('operator')
  behind.faults.on('/api/v1/devices/revoke', claims.make(behind.running.authority.url))
})
afterEach(() => behind.close())

/** Devices reported as revoked that the authority lets work. */
async function saidAndNotSo(): Promise<string[]> {
  const { act, agent, deps } = behind.running
  const { id } = await act(operator, { kind: 'revoke', target: { ids: DEVICES } })
  const said = await listItems(deps.store.db, id, { outcomes: ['done', 'skipped'] })
  const working = await Promise.all(said.map(async (item) => (await agent('validate', item.device_id)).allowed))
  return said.filter((_, at) => working[at]).map((item) => item.device_id)
}

it('says failed of what was acknowledged and read back active', async () => {
  expect(await saidAndNotSo()).toEqual([])
  const { status } = (await behind.running.act(operator, { kind: 'revoke', target: { ids: DEVICES } })).stop ?? {}
  expect(status).toBe('accepted')
})

it('catches the twin that takes the answer for the reading', async () => {
  const { org } = behind.running
  org.reader.readNow = async () => {
    const upserts = DEVICES.map((id) => ({ ...org.fleet.get(id), status: 'revoked' as const }))
    org.fleet.apply({ upserts: upserts as Parameters<typeof org.fleet.apply>[0]['upserts'], removed: [] })
  }
  expect(await saidAndNotSo()).toEqual(DEVICES)
})
