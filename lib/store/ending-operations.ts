/** Which operations ended others: their undo, the restores that released their holds, the resume or stop of the org after them. */
import type { Db } from './rows/db'
import type { OperationRow } from './rows/schema'

/** `devices`: how many devices of the other operation it changed; null for the whole org. */
export type Ending = { row: OperationRow; devices: number | null }

/** Operations by id. */
export async function operationsById(db: Db, ids: readonly string[]): Promise<Map<string, OperationRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('operations').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** For each revoke the restore that released most of its holds, and how many; the newest where several did the same. */
export async function releasersOf(db: Db, revokeIds: readonly string[]): Promise<Map<string, Ending>> {
  if (revokeIds.length === 0) return new Map()
  const counted = await db
    .selectFrom('holds')
    .select(['operation_id', 'released_by', (e) => e.fn.countAll<number>().as('count')])
    .where('operation_id', 'in', revokeIds)
    .where('released_by', 'is not', null)
    .groupBy(['operation_id', 'released_by'])
    .execute()
  const rows = await operationsById(db, [...new Set(counted.map(({ released_by: by }) => by as string))])
  const most = new Map<string, Ending>()
  for (const { operation_id: id, released_by: by, count } of counted) {
    const row = rows.get(by as string)
    if (row === undefined || id === null) continue
    const known = most.get(id)
    const more = known === undefined ? 1 : count - (known.devices ?? 0) || row.requested_at - known.row.requested_at
    if (more > 0) most.set(id, { row, devices: count })
  }
  return most
}

/** For each accepted stop or resume of the whole org the first accepted act of the other kind after it. */
export async function orgTurnsOf(db: Db, orgWide: readonly OperationRow[]): Promise<Map<string, Ending>> {
  const dated = orgWide.flatMap((row) => (row.accepted_at === null ? [] : [{ ...row, at: row.accepted_at }]))
  if (dated.length === 0) return new Map()
  const turns = await db
    .selectFrom('operations')
    .selectAll()
    .where('org_id', '=', (dated[0] as OperationRow).org_id)
    .where('kind', 'in', ['disable', 'enable'])
    .where('accepted_at', '>=', Math.min(...dated.map(({ at }) => at)))
    .orderBy('accepted_at')
    .execute()
  return new Map(
    dated.flatMap(({ id, kind, at }): [string, Ending][] => {
      const next = turns.find((row) => row.id !== id && row.kind !== kind && (row.accepted_at as number) >= at)
      return next ? [[id, { row: next, devices: null }]] : []
    }),
  )
}

/** Looked at no further back than so many stops and resumes of the org. */
const TURNS_MAX = 200

/** Accepted stops and resumes of the whole org up to a time (epoch ms) and the first after it, the newest first. */
export async function orgTurnsBefore(db: Db, orgId: string, to: number): Promise<OperationRow[]> {
  const turns = db
    .selectFrom('operations')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('kind', 'in', ['disable', 'enable'])
  const later = await turns.where('accepted_at', '>', to).orderBy('accepted_at').limit(1).execute()
  const before = await turns.where('accepted_at', '<=', to).orderBy('accepted_at', 'desc').limit(TURNS_MAX).execute()
  return [...later, ...before]
}
