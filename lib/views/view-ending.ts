/** What ended an operation, and what it takes back, by name: a person does not know an operation by its id. */
import { type EndingOperation, isOrgWide, type NamedOperation, type Operation } from '@/lib/domain/operation'
import { liftedDevices } from '@/lib/domain/stop'
import { type Ending, operationsById, orgTurnsOf, releasersOf } from '@/lib/store/ending-operations'
import { fencesOf } from '@/lib/store/fences'
import { firstDevicesOf, outcomesOf } from '@/lib/store/outcomes'
import type { Db } from '@/lib/store/rows/db'
import type { FenceRow, OperationRow } from '@/lib/store/rows/schema'

/** Adds `endedBy`, `takesBack` and `firstDevice`: three queries for operations that are under way, unless one is an undo. */
export async function withEndings(
  db: Db,
  pairs: readonly { row: OperationRow; view: Operation }[],
): Promise<Operation[]> {
  const over = pairs.filter(({ row }) => row.state === 'finished' || row.accepted_at !== null)
  const undos = over.flatMap(({ view }) => view.undoneBy ?? [])
  const undone = pairs.flatMap(({ row }) => row.undoes ?? [])
  const [byId, releasers, turns, outcomes, fences] = await Promise.all([
    operationsById(db, [...new Set([...undos, ...undone])]),
    releasersOf(
      db,
      over.flatMap(({ view }) => (hasReleased(view) ? view.id : [])),
    ),
    orgTurnsOf(
      db,
      over.flatMap(({ row }) => (isOrgWide(row.kind) && row.stop_status !== 'accepted' ? row : [])),
    ),
    outcomesOf(db, undos),
    fencesOf(db, undone),
  ])
  const first = await firstDevicesOf(db, [
    ...new Set([
      ...pairs.map(({ row }) => row.id),
      ...byId.keys(),
      ...[...releasers.values(), ...turns.values()].map(({ row }) => row.id),
    ]),
  ])
  const nameOf = (row: OperationRow, fence?: FenceRow) => nameOperation(row, first.get(row.id), fence)
  return pairs.map(({ row, view }) => {
    const undo = view.undoneBy === null ? undefined : byId.get(view.undoneBy)
    const releaser = releasers.get(row.id)
    const ending = undo
      ? { row: undo, devices: releaser?.row.id === undo.id ? releaser.devices : (outcomes.get(undo.id)?.done ?? 0) }
      : (releaser ?? turns.get(row.id))
    const source = row.undoes === null ? undefined : byId.get(row.undoes)
    const device = first.get(row.id)
    return {
      ...view,
      ...(device === undefined ? {} : { firstDevice: device }),
      ...(ending ? { endedBy: { ...nameOf(ending.row), ...endingFacts(row, ending) } } : {}),
      ...(source ? { takesBack: nameOf(source, fences.get(source.id)) } : {}),
    }
  })
}

const hasReleased = ({ kind, stop, outcomes }: Operation): boolean =>
  kind === 'revoke' && stop !== null && liftedDevices(stop, outcomes.done) > 0

const nameOperation = (
  { id, kind, total, requested_at: at, actor_name: by }: OperationRow,
  firstDevice: string | undefined,
  fence: FenceRow | undefined,
): NamedOperation => ({
  id,
  kind,
  total,
  by,
  ...(firstDevice === undefined ? {} : { firstDevice }),
  requestedAt: new Date(at).toISOString(),
  fenceOf: fence ? fence.selector : null,
})

const endingFacts = (of: OperationRow, { row, devices }: Ending): Omit<EndingOperation, keyof NamedOperation> => ({
  undo: row.undoes === of.id,
  state: row.state,
  withdrawn: row.start_at !== null && row.finished_at !== null && row.finished_at < row.start_at,
  devices,
})
