/** What a friction case is played on: a console with people, fresh devices, and stops of every origin. */
import { randomUUID } from 'node:crypto'
import type { ItemOutcome, OperationKind, OperationState } from '@/lib/domain/operation'
import type { StopStatus } from '@/lib/domain/stop'
import { newOperation } from '@/lib/operations/plan/new-operation'
import { newItem } from '@/lib/operations/plan/plan-items'
import type { Context } from '@/lib/services/context'
import { insertHoldsOfItems } from '@/lib/store/holds'
import { insertItems } from '@/lib/store/operation-items'
import { insertOperation } from '@/lib/store/operations'
import type { OperationRow } from '@/lib/store/rows/schema'
import { ORG_KEY, type TestConsole } from '../console/test-console'

/** Who stopped the devices: the person who now acts, another person, or a client of the authority outside the console. */
export const HOLDERS = ['own', 'other', 'elsewhere'] as const
export type Holder = (typeof HOLDERS)[number]

export type Stage = {
  running: TestConsole
  /** The person who acts, and one who does not. */
  actor: Context
  other: Context
  holder: Holder
  /** Devices of this case, registered and active at first. */
  devices: string[]
}

let numbered = 0

/** Registers so many fresh devices. */
export async function freshDevices({ agent, org }: TestConsole, count: number): Promise<string[]> {
  const devices = Array.from({ length: count }, () => `crewai:prod:friction:${++numbered}`)
  for (const id of devices) await agent('register', id)
  await org.reader.readNow()
  return devices
}

/** The devices of the case are stopped, by its holder. @returns the operation, where it is one of the console's. */
export async function stopDevices({ running, actor, other, holder, devices }: Stage): Promise<string> {
  if (holder !== 'elsewhere') {
    const by = holder === 'own' ? actor : other
    return (await running.act(by, { kind: 'revoke', target: { ids: devices } })).id
  }
  for (const deviceId of devices)
    await fetch(`${running.authority.url}/api/v1/devices/revoke`, {
      method: 'POST',
      headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId }),
    })
  await running.org.reader.readNow()
  return ''
}

type Placed = {
  kind: OperationKind
  state: OperationState
  stopStatus?: StopStatus
  outcome?: ItemOutcome
  undoes?: string
  by?: Context
}

/** An operation of the holder on the devices of the case, as the store has it at some point of its life. */
export async function placeOperation(stage: Stage, { kind, state, stopStatus, outcome, undoes, by }: Placed) {
  const { running, devices, holder, actor, other } = stage
  const { deps, org } = running
  const asked = by ?? (holder === 'own' ? actor : other)
  const orgWide = kind === 'disable'
  const total = orgWide ? 0 : devices.length
  const picked = { total, selector: null, selectionId: null }
  const context = { ...asked, org, role: 'operator' as const }
  const row: OperationRow = {
    ...newOperation(context, { id: randomUUID(), kind, undoes }, 'digest', picked),
    state,
    stop_status: stopStatus ?? null,
    start_at: state === 'scheduled' ? deps.clock.now() + 3_600_000 : null,
    finished_at: state === 'finished' ? deps.clock.now() : null,
  }
  const now = deps.clock.now()
  await deps.store.db.transaction().execute(async (tx) => {
    await insertOperation(tx, row)
    if (orgWide) return
    const items = devices.map((id, position) => newItem(row.id, position, id, org, now))
    await insertItems(
      tx,
      items.map((item) => ({ ...item, outcome: outcome ?? 'pending' })),
    )
    if (kind === 'revoke' && state !== 'scheduled') await insertHoldsOfItems(tx, row, 'operation', now)
  })
  return row.id
}
