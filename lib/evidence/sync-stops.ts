/** The watch of an org, as the store has its stops: at the start, and whenever another console changed them. */
import { setImmediate } from 'node:timers/promises'
import { isOrgDisable, isOver } from '@/lib/domain/stop-state'
import { acceptedHolds, liveHoldsOf } from '@/lib/store/holds'
import { findOperation, listLiveStops } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { OperationRow } from '@/lib/store/rows/schema'
import { markOf } from './mark-of'
import type { StopWatch } from './stop-watch'

type WatchedOrg = { row: { id: string }; stops: StopWatch }

const AT_ONCE = 2_000

/**
 * @param isOwn whether this console carries out the operation now: its memory is ahead of the store then, and stays as it is.
 */
export async function syncStops(
  db: Db,
  org: WatchedOrg,
  isOwn: (operationId: string) => boolean = () => false,
): Promise<void> {
  const live = (await listLiveStops(db, org.row.id)).filter((row) => row.stop_status === 'accepted')
  const { stops } = org
  for (const row of live) if (!isOwn(row.id) && !stops.hasEnded(row.id)) await watch(db, stops, row)
  const known = new Set(live.map(({ id }) => id))
  for (const id of stops.watchedIds()) {
    if (known.has(id) || isOwn(id)) continue
    const row = await findOperation(db, id)
    if (row && isOver(row)) stops.end(id)
  }
}

async function watch(db: Db, stops: StopWatch, row: OperationRow): Promise<void> {
  const at = row.accepted_at ?? 0
  if (isOrgDisable(row)) {
    if (!stops.isWatched(row.id)) stops.accept(row.id, markOf(row), null, at)
    return
  }
  const watched = stops.devicesOf(row.id)
  const held = (await acceptedHolds(db, row.id)).filter(({ deviceId }) => !watched?.has(deviceId))
  if (!watched || held.length > 0)
    for (let from = 0; from === 0 || from < held.length; from += AT_ONCE) {
      stops.accept(row.id, markOf(row), held.slice(from, from + AT_ONCE), at)
      await setImmediate()
    }
  if (!watched) return
  const isHeld = new Set((await liveHoldsOf(db, row.id)).map((hold) => hold.device_id))
  const released = [...watched.keys()].filter((deviceId) => !isHeld.has(deviceId))
  if (released.length > 0) stops.release(row.id, released)
}
