/** What happened before the first look: a stop of the whole org, a stop in force, a fence, a restore in steps, one for later. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { StartOperation } from '@/lib/domain/command'
import type { Operation } from '@/lib/domain/operation'
import type { Context } from '@/lib/services/context'
import { listDevices } from '@/lib/services/devices/device-services'
import { getOperation } from '@/lib/services/operations/operation-services'
import { startOperation } from '@/lib/services/operations/start-operation'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { addStopReason } from '@/lib/services/stops/add-stop-reason'
import { NEVER_ASKED, type SeedWorld } from './open-seed-world'

const LOOK_EVERY_MS = 100
/** A restore in steps waits for each step; nothing here takes a quarter of this. */
const HANGS_AFTER_MS = 120_000
const DAY_MS = 86_400_000

/** Acts it out; resolves when the last of it is done. @throws Error that names what did not happen in time. */
export async function seedActs({ as, agents }: SeedWorld): Promise<void> {
  const { operator, responder } = as
  await untilActive(operator, agents)

  const stop = await act(responder, { kind: 'disable' })
  await untilConfirmed(responder, stop)
  await invoke(addStopReason, responder, { operation: stop.id, reason: 'Orders were placed twice' })
  await act(operator, { kind: 'enable', reason: 'The retry is off; two orders were taken back by hand' })
  await untilActive(operator, agents)

  const nightly = await act(responder, {
    kind: 'revoke',
    target: await select(responder, 'env:prod role:cron-nightly'),
    reason: 'The nightly run reads last month',
  })
  await untilConfirmed(responder, nightly)

  await act(operator, {
    kind: 'revoke',
    target: await select(operator, 'env:dev role:cron-nightly'),
    reason: 'No nightly runs in dev during the migration',
    fence: { endsAt: inDays(7) },
  })

  const staging = await select(operator, 'env:staging')
  const rollout = await act(operator, { kind: 'revoke', target: staging, reason: 'New tool permissions' })
  await untilConfirmed(operator, rollout)
  await act(operator, { kind: 'restore', target: staging, staged: true, reason: 'Permissions are out, step by step' })

  await start(responder, {
    kind: 'revoke',
    target: await select(responder, 'framework:langgraph'),
    startAt: inDays(2),
    reason: 'Maintenance of the graph store',
  })
}

type Act = Omit<StartOperation, 'id'>

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()

async function select(person: Context, selector: string): Promise<StartOperation['target']> {
  const { selectionId, digest } = await invoke(createSelection, person, { selector })
  return { selectionId, digest }
}

const start = (person: Context, input: Act): Promise<Operation> =>
  invoke(startOperation, person, { id: randomUUID(), ...input })

/** Starts it and waits until it has ended as it was meant to. */
async function act(person: Context, input: Act): Promise<Operation> {
  const { id } = await start(person, input)
  return until(`the ${input.kind} to end`, async () => {
    const { operation } = await invoke(getOperation, person, { operation: id })
    if (operation.error) throw new Error(`The ${input.kind} failed: ${operation.error.message}`)
    return operation.state === 'finished' ? operation : null
  })
}

/** Every device of a stop was denied. */
const untilConfirmed = (person: Context, { id }: Operation): Promise<true> =>
  until('the stop to be confirmed', async () => {
    const { operation } = await invoke(getOperation, person, { operation: id })
    const { confirmed = 0, asked = 0, waiting = 0 } = operation.stop?.counts ?? {}
    return confirmed > 0 && asked + waiting <= NEVER_ASKED.length ? true : null
  })

/** So many devices are active and have asked. */
const untilActive = (person: Context, count: number): Promise<true> =>
  until('the fleet to be active', async () => {
    const { total } = await invoke(listDevices, person, { q: 'status:active -seen:never decision:allowed' })
    return total >= count ? true : null
  })

async function until<Found>(what: string, look: () => Promise<Found | null>): Promise<Found> {
  const end = performance.now() + HANGS_AFTER_MS
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}.`)
    await delay(LOOK_EVERY_MS)
  }
}
