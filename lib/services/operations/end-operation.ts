/**
 * The end of every operation: says what the authority acknowledged, reads the devices back, gives each item the outcome that
 * was seen, and the operation its own.
 */
import { type ItemOutcome, isStop, type OutcomeCounts } from '@/lib/domain/operation'
import { releaseHoldsOfMissed } from '@/lib/store/holds'
import { operationDeviceIds } from '@/lib/store/operation-progress'
import {
  acceptedOf,
  countOutcomes,
  findOperation,
  listOpenItems,
  type OpenItem,
  updateItems,
  updateOperation,
  updatePendingItems,
} from '@/lib/store/operations'
import type { OperationItemRow, OperationRow, TwinRow } from '@/lib/store/schema'
import { twinsOf } from '@/lib/store/twins'
import { consoleOrigin, record } from '../audit-log'
import type { Deps } from '../context'
import { authorityNow, type OrgRuntime } from '../orgs/org-runtime'
import { callKindOf } from './call-devices'
import { isInWantedState } from './is-in-wanted-state'
import type { Job } from './job'
import { raiseTwinAlarms, TWIN_CHANGED, type TwinChange, twinChanges, twinMessage, twinsSince } from './twins'
import { giveUpHolds } from './write-answers'

/** Pauses before further tries to read back, in ms. */
const READ_AGAIN_MS = [500, 2_000, 5_000]

export async function endOperation(
  { deps, org, row }: Pick<Job, 'deps' | 'org' | 'row'>,
  // Under way while the acknowledgement is written; where no item is open, nobody waits for it.
  { ended, reading = tryToRead(org) }: { ended?: 'cancelled'; reading?: Promise<boolean> } = {},
): Promise<void> {
  await acknowledge(deps, org, row)
  const open = await listOpenItems(deps.store.reads, row.id)
  const unsent = new Set(open.filter((item) => isUnsent(item, ended)).map((item) => item.device_id))
  const noted = (await twinsOf(deps.store.reads, row.id)).filter((twin) => !unsent.has(twin.device_id))
  const wasRead = open.length + noted.length === 0 || (await reading) || (await readAgain(deps, org))
  const changes = wasRead
    ? await changesSeen(
        deps,
        org,
        row,
        noted,
        open.filter((item) => !isUnsent(item, ended)),
      )
    : NONE
  const endings = groupByEnding(open, (item) =>
    wasRead
      ? (twinSeen(changes.get(item.device_id)) ?? outcomeSeen(org, row, item, ended))
      : { outcome: 'unknown', message: 'the devices could not be read back' },
  )
  const done = new Set(endings.filter(({ outcome }) => outcome === 'done').flatMap(({ ids }) => ids))
  // Started, though the answer never came: what the restore was to release does not hold it any more.
  const unanswered = open.flatMap(({ accepted_at, device_id: id }) =>
    accepted_at === null && done.has(id) ? [id] : [],
  )
  await writeEnd(deps, org, row, { endings, changes, unanswered }, ended)
  // A fence that nothing matches yet stands all the same.
  if (isEmptyFence(row)) org.stops.accept(row.id, { kind: 'revoke' }, [], deps.clock.now())
  if (callKindOf(row.kind) === 'revoke') watchUnanswered(org, row, open, deps.clock.now())
  if (row.kind !== 'register') deps.sampleSoon(org)
}

async function acknowledge(deps: Deps, org: OrgRuntime, row: OperationRow): Promise<void> {
  const { db, reads } = deps.store
  const { count, revision } = await acceptedOf(reads, row.id)
  if (count === 0) return
  const now = deps.clock.now()
  const change = {
    // What a fence catches later, or another try reaches, does not make the stop begin later.
    accepted_at: row.accepted_at ?? now,
    accepted_revision: revision,
    accepted_authority_at: org.reading.authorityNow === null ? null : authorityNow(org.reading, now),
  }
  await db.transaction().execute(async (tx) => {
    await updateOperation(tx, row.id, change)
    const data = { operationId: row.id, operation: row.kind, count }
    await record(tx, consoleOrigin(org.row.id, now), 'operation.accepted', data)
  })
}

/** A reading that begins now. */
export const tryToRead = (org: OrgRuntime): Promise<boolean> =>
  org.reader.readNow().then(
    () => true,
    () => false,
  )

async function readAgain(deps: Deps, org: OrgRuntime): Promise<boolean> {
  for (const pauseMs of READ_AGAIN_MS) {
    await deps.pause(pauseMs)
    if (await tryToRead(org)) return true
  }
  return false
}

/** One transaction: the outcomes, the holds of a stop that kept nothing stopped, what the operation came to, its event. */
async function writeEnd(
  deps: Deps,
  org: OrgRuntime,
  row: OperationRow,
  { endings, changes, unanswered }: Endings,
  ended?: 'cancelled',
): Promise<void> {
  const now = deps.clock.now()
  const [most, ...others] = endings.sort((a, b) => b.ids.length - a.ids.length)
  await deps.store.db.transaction().execute(async (tx) => {
    for (const { ids, ...ending } of others) await updateItems(tx, row.id, ids, { ...ending, updated_at: now })
    // What is left has the ending that most have: one statement, however many they are.
    if (most) {
      const { ids: _, ...ending } = most
      await updatePendingItems(tx, row.id, { ...ending, updated_at: now })
    }
    await raiseTwinAlarms(tx, org, row, changes, now)
    const outcomes = await countOutcomes(tx, row.id)
    const isMissed = outcomes.refused + outcomes.failed > 0 || ended === 'cancelled'
    if (isMissed && callKindOf(row.kind) === 'revoke') await releaseHoldsOfMissed(tx, row.id, now)
    if (callKindOf(row.kind) === 'restore') await giveUpHolds({ org, row }, tx, unanswered, now)
    const current = isStop(row.kind) ? await findOperation(tx, row.id) : undefined
    const ending = current ? endingOf(current, outcomes, now, ended) : {}
    await updateOperation(tx, row.id, { state: 'finished', finished_at: now, ...ending })
    const data = { operationId: row.id, operation: row.kind, outcomes }
    await record(tx, consoleOrigin(org.row.id, now), 'operation.finished', data)
  })
}

/**
 * What a stop came to: in force where a device was read back revoked (or was so already), refused where the authority
 * said no to all, else not known. One that was lifted or withdrawn meanwhile stays so.
 */
function endingOf(row: OperationRow, outcomes: OutcomeCounts, now: number, ended?: 'cancelled'): Partial<OperationRow> {
  if (ended === 'cancelled' && outcomes.done === 0 && row.accepted_at === null) return { stop_status: 'withdrawn' }
  if (row.stop_status !== null && !['requested', 'accepted', 'unknown', 'queued'].includes(row.stop_status)) return {}
  if (outcomes.done + outcomes.skipped > 0 || row.accepted_at !== null || isEmptyFence(row)) {
    return { stop_status: 'accepted', accepted_at: row.accepted_at ?? now }
  }
  return { stop_status: outcomes.unknown + outcomes.failed > 0 ? 'unknown' : 'refused' }
}

type Seen = { outcome: ItemOutcome; code?: string; message?: string }
type Ending = Pick<OperationItemRow, 'outcome' | 'code' | 'message'> & { ids: string[] }

/** `changes`: twins that changed, by the device that they are twins of. `unanswered`: done, though no answer came. */
type Endings = {
  endings: Ending[]
  changes: ReadonlyMap<string, readonly TwinChange[]>
  unanswered: readonly string[]
}

/** Items that end alike, together. */
function groupByEnding(items: readonly OpenItem[], seenOf: (item: OpenItem) => Seen): Ending[] {
  const endings = new Map<string, Ending>()
  for (const item of items) {
    const { device_id: deviceId } = item
    const { outcome, code = item.code, message = item.message } = seenOf(item)
    const key = `${outcome} ${code} ${message}`
    const ending = endings.get(key) ?? { outcome, code, message, ids: [] }
    if (ending.ids.push(deviceId) === 1) endings.set(key, ending)
  }
  return [...endings.values()]
}

const NONE: ReadonlyMap<string, readonly TwinChange[]> = new Map()

async function changesSeen(
  { store }: Deps,
  org: OrgRuntime,
  row: OperationRow,
  noted: readonly TwinRow[],
  sent: readonly OpenItem[],
): Promise<ReadonlyMap<string, readonly TwinChange[]>> {
  const ids = sent.map((item) => item.device_id)
  const since = callKindOf(row.kind) === 'revoke' ? twinsSince(org, row, ids, noted) : []
  const own = new Set(since.length > 0 ? await operationDeviceIds(store.reads, row.id) : [])
  return twinChanges(store.reads, org, [...noted, ...since.filter(({ twin_id: id }) => !own.has(id))])
}

/** Another device was changed: whatever the act did to its own, it is not what was asked for. */
const twinSeen = (changes: readonly TwinChange[] | undefined): Seen | undefined =>
  changes?.[0] && { outcome: 'failed', code: TWIN_CHANGED, message: twinMessage(changes[0]) }

const isUnsent = (item: OpenItem, ended?: 'cancelled'): boolean =>
  ended === 'cancelled' && item.accepted_at === null && item.code === null

/** What the last reading shows of one item that the authority did not refuse. */
function outcomeSeen(org: OrgRuntime, row: OperationRow, item: OpenItem, ended?: 'cancelled'): Seen {
  const device = org.fleet.get(item.device_id)
  if (isInWantedState(org, callKindOf(row.kind), item.device_id))
    return { outcome: item.code === 'unchanged' ? 'skipped' : 'done' }
  if (device?.status === 'unknown')
    return { outcome: 'unknown', message: 'this authority does not show the state of the device' }
  if (isUnsent(item, ended)) return { outcome: 'skipped', code: 'cancelled', message: 'cancelled before it was sent' }
  if (item.accepted_at === null)
    return { outcome: 'failed', message: item.message ?? 'the authority gave no clear answer' }
  const state = device ? `is ${device.status}` : 'is not in the list'
  return { outcome: 'failed', message: `accepted, but read back the device ${state}` }
}

/** Its reply was lost, and yet the device was read back revoked: the stop is in force over it, and watched. */
function watchUnanswered(org: OrgRuntime, row: OperationRow, items: readonly OpenItem[], now: number): void {
  const revoked = items.filter(
    (item) => item.accepted_at === null && org.fleet.get(item.device_id)?.status === 'revoked',
  )
  if (revoked.length > 0)
    org.stops.accept(
      row.id,
      { kind: 'revoke' },
      revoked.map((item) => ({ deviceId: item.device_id })),
      now,
    )
}

/** A revoke of nobody yet: only a fence may be that. */
const isEmptyFence = ({ kind, total }: OperationRow): boolean => kind === 'revoke' && total === 0
