/**
 * The end of every operation: records what the authority acknowledged, reads the devices back, gives each item the outcome that
 * was seen, and the operation its own.
 */

import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { type ItemOutcome, isStop, type OutcomeCounts } from '@/lib/domain/operation'
import { finishOperation, finishStop, type StateChange } from '@/lib/domain/operation-state'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { insertAlarms } from '@/lib/store/alarms'
import { liveHolds, releaseHoldsOfMissed } from '@/lib/store/holds'
import {
  countOutcomes,
  countWithdrawn,
  listOpenItems,
  type OpenItem,
  updateItems,
  updatePendingItems,
} from '@/lib/store/operation-items'
import { findOperation, moveOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { OperationItemRow, OperationRow } from '@/lib/store/rows/schema'
import { stateOf } from '@/lib/store/state-columns'
import { twinsOf } from '@/lib/store/twins'
import { acknowledge } from './calls/acknowledge'
import { callKindOf } from './calls/call-devices'
import type { OperationRun } from './calls/operation-run'
import { isInWantedState, tryToRead } from './calls/read-back'
import {
  NO_CHANGES,
  observedTwinChanges,
  raiseTwinAlarms,
  TWIN_CHANGED,
  type TwinChanges,
  twinMessage,
} from './calls/twin-changes'
import type { OperationDeps } from './deps/operation-deps'
import { refusedAlarm } from './refused-alarm'
import { giveUpHolds } from './write-results'

/** Pauses before further tries to read back, in ms. */
const READ_AGAIN_MS = [500, 2_000, 5_000]

export async function endOperation(
  { deps, org, row }: Pick<OperationRun, 'deps' | 'org' | 'row'>,
  // Under way while the acknowledgement is written; if no item is open, its result is not awaited.
  { ended, reading = tryToRead(org) }: { ended?: 'cancelled'; reading?: Promise<boolean> } = {},
): Promise<void> {
  await acknowledge(deps, org, row)
  const open = await listOpenItems(deps.store.reads, row.id)
  // Devices that a cancelled stop never called need no reading: it ends at once, even if the authority is away.
  const wasNeverSent = (id: string) =>
    ended === 'cancelled' && (row.state === 'scheduled' || deps.sent.wasNeverSent(row.id, id))
  const isUnsent = ({ accepted_at, device_id }: OpenItem) => accepted_at === null && wasNeverSent(device_id)
  const twins = (await twinsOf(deps.store.reads, row.id)).filter((twin) => !wasNeverSent(twin.device_id))
  const isSettled = open.every(isUnsent) && twins.length === 0
  const wasRead = isSettled || (await reading) || (await readAgain(deps, org))
  const sent = open.flatMap((item) => (isUnsent(item) ? [] : [item.device_id]))
  const changes = wasRead ? await observedTwinChanges(deps, org, row, sent, twins) : NO_CHANGES
  const missed = open.flatMap(({ device_id: id }) => (isInWantedState(org, callKindOf(row.kind), id) ? [] : [id]))
  const isMissed = new Set(missed)
  const takenBack = await takenBackOf(deps, org, row, missed)
  const endings = groupByEnding(open, (item) => {
    if (isUnsent(item)) return CANCELLED
    // Another device was changed: whatever the act did to its own, it is not what was requested.
    const [change] = changes.get(item.device_id) ?? []
    if (change) return { outcome: 'failed', code: TWIN_CHANGED, message: twinMessage(change) }
    if (takenBack.has(item.device_id)) return TAKEN_BACK
    if (!wasRead) return UNREAD
    if (!isMissed.has(item.device_id)) return item.code === 'unchanged' ? SKIPPED : DONE
    return missedOutcome(org, item, ended)
  })
  const done = new Set(endings.filter(({ outcome }) => outcome === 'done').flatMap(({ ids }) => ids))
  // Started without an answer: the holds that the restore was to release are released.
  const unanswered = open.flatMap(({ accepted_at, device_id: id }) =>
    accepted_at === null && done.has(id) ? [id] : [],
  )
  await writeEnd(deps, org, row, { endings, changes, unanswered }, ended)
  deps.sent.forget(row.id)
  // If no device matches a fence yet, it is in force all the same.
  if (isEmptyFence(row)) org.stops.accept(row.id, { kind: 'revoke' }, [], deps.clock.now())
  if (callKindOf(row.kind) === 'revoke') watchUnanswered(org, row, open, deps.clock.now())
  if (row.kind !== 'register') deps.sampleSoon(org)
}

const DONE = { outcome: 'done' } as const
const SKIPPED = { outcome: 'skipped' } as const
const CANCELLED = { outcome: 'skipped', code: 'cancelled', message: 'cancelled before it was sent' } as const
const UNREAD = { outcome: 'unknown', message: 'the devices could not be read back' } as const
const TAKEN_BACK = { outcome: 'skipped', code: 'withdrawn', message: 'taken back by a newer act' } as const

/** Devices that a stop missed and does not hold any more: a newer act released them meanwhile. */
async function takenBackOf(
  { store }: OperationDeps,
  org: OrgRuntime,
  row: OperationRow,
  missed: readonly string[],
): Promise<ReadonlySet<string>> {
  if (callKindOf(row.kind) !== 'revoke' || missed.length === 0) return new Set()
  const holds = await liveHolds(store.reads, org.row.id, missed)
  const held = new Set(holds.filter((hold) => hold.operation_id === row.id).map((hold) => hold.device_id))
  return new Set(missed.filter((id) => !held.has(id)))
}

async function readAgain(deps: OperationDeps, org: OrgRuntime): Promise<boolean> {
  for (const pauseMs of READ_AGAIN_MS) {
    await deps.pause(pauseMs)
    if (await tryToRead(org)) return true
  }
  return false
}

/** One transaction: the outcomes, the holds of a stop that kept nothing stopped, the outcome of the operation, its event. */
async function writeEnd(
  deps: OperationDeps,
  org: OrgRuntime,
  row: OperationRow,
  { endings, changes, unanswered }: Endings,
  ended?: 'cancelled',
): Promise<void> {
  const now = deps.clock.now()
  const [most, ...others] = endings.sort((a, b) => b.ids.length - a.ids.length)
  await deps.store.db.transaction().execute(async (tx) => {
    for (const { ids, ...ending } of others) await updateItems(tx, row.id, ids, { ...ending, updated_at: now })
    // The rest has the ending that most have: one statement, however many they are.
    if (most) {
      const { ids: _, ...ending } = most
      await updatePendingItems(tx, row.id, { ...ending, updated_at: now })
    }
    await raiseTwinAlarms(tx, org, row, changes, now)
    const outcomes = await countOutcomes(tx, row.id)
    const isMissed = outcomes.refused + outcomes.failed > 0 || ended === 'cancelled'
    if (isMissed && callKindOf(row.kind) === 'revoke') await releaseHoldsOfMissed(tx, row.id, now)
    if (callKindOf(row.kind) === 'restore') await giveUpHolds({ org, row }, tx, unanswered, now)
    const ending = isStop(row.kind) ? await stopEnding(tx, row.id, outcomes, now) : finishOperation(now)
    const alarm = ending.status === 'refused' ? refusedAlarm(row.stop_status, row, now) : null
    if (alarm) await insertAlarms(tx, [alarm])
    await moveOperation(tx, row.id, ending)
    const data = { operationId: row.id, operation: row.kind, outcomes }
    await record(tx, consoleOrigin(org.row.id, now), 'operation.finished', data)
  })
}

/** From the row as the store has it: a stop may have been lifted since it began. */
async function stopEnding(tx: Db, id: string, outcomes: OutcomeCounts, now: number): Promise<StateChange> {
  const row = await findOperation(tx, id)
  if (!row) return finishOperation(now)
  const result = { ...outcomes, withdrawn: await countWithdrawn(tx, id), isEmptyFence: isEmptyFence(row) }
  return finishStop(stateOf(row), result, now)
}

type Seen = { outcome: ItemOutcome; code?: string; message?: string }
type Ending = Pick<OperationItemRow, 'outcome' | 'code' | 'message'> & { ids: string[] }

/** `unanswered`: done, though no answer came. */
type Endings = { endings: Ending[]; changes: TwinChanges; unanswered: readonly string[] }

/** Items that end alike, together. */
function groupByEnding(items: readonly OpenItem[], seenOf: (item: OpenItem) => Seen): Ending[] {
  const endings = new Map<string, Ending>()
  let last: Ending | undefined
  for (const item of items) {
    const { outcome, code = item.code, message = item.message } = seenOf(item)
    // Most end as the one before them: no text is made for those.
    if (last?.outcome !== outcome || last.code !== code || last.message !== message) {
      const key = `${outcome} ${code} ${message}`
      last = endings.get(key) ?? { outcome, code, message, ids: [] }
      endings.set(key, last)
    }
    last.ids.push(item.device_id)
  }
  return [...endings.values()]
}

/** What the last reading shows of an item that the authority did not refuse, and that is not in the wanted state. */
function missedOutcome(org: OrgRuntime, item: OpenItem, ended?: 'cancelled'): Seen {
  const status = org.fleet.statusOf(item.device_id)
  if (status === 'unknown')
    return { outcome: 'unknown', message: 'this authority does not show the state of the device' }
  if (ended === 'cancelled' && item.accepted_at === null && item.code === null) return CANCELLED
  if (item.accepted_at === null)
    return { outcome: 'failed', message: item.message ?? 'the authority gave no clear answer' }
  const state = status ? `is ${status}` : 'is not in the list'
  return { outcome: 'failed', message: `accepted, but read back the device ${state}` }
}

/** Its reply was lost, and yet the device was read back revoked: the stop is in force over it, and watched. */
function watchUnanswered(org: OrgRuntime, row: OperationRow, items: readonly OpenItem[], now: number): void {
  const revoked = items.filter((item) => item.accepted_at === null && org.fleet.statusOf(item.device_id) === 'revoked')
  if (revoked.length > 0)
    org.stops.accept(
      row.id,
      { kind: 'revoke' },
      revoked.map((item) => ({ deviceId: item.device_id })),
      now,
    )
}

/** A revoke without devices yet: only a fence may be that. */
const isEmptyFence = ({ kind, total }: OperationRow): boolean => kind === 'revoke' && total === 0

/** Nothing more is sent; what was sent is read back, the rest ends as cancelled. */
export function endCancelled({ deps, org }: { deps: OperationDeps; org: OrgRuntime }, row: OperationRow): void {
  deps.running.start(row.id, () =>
    endOperation({ deps, org, row }, { ended: 'cancelled' }).catch((error) =>
      deps.log.error({ err: error, operationId: row.id }, 'a cancelled operation is ended at the next start'),
    ),
  )
}
