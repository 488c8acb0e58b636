/** The record of an org, filtered by person, kind, device and time. */
import { z } from 'zod'
import { toAuditEvent } from '@/lib/audit/audit-log'
import { AUDIT_KINDS } from '@/lib/domain/audit'
import { ListedId } from '@/lib/domain/command'
import type { Person } from '@/lib/domain/operation'
import { can } from '@/lib/domain/policy'
import type { ActivityPage } from '@/lib/domain/wire/activity'
import { type ActorRow, type AuditFilter, listActors, listEvents } from '@/lib/store/audit/audit-events'
import { listMembers } from '@/lib/store/people/members'
import type { OrgContext } from '../context'
import { Cursor, cursorOf } from '../cursor'
import { service } from '../service'

const PAGE_ROWS = 100
const At = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** Which events a view of the record shows. */
export const ActivityFilter = z.strictObject({
  person: z.uuid().optional(),
  kind: z.enum(AUDIT_KINDS).optional(),
  device: ListedId.optional(),
  from: At.optional(),
  to: At.optional(),
})

/** What this person may see of the record through a filter. */
export const eventFilter = (
  { org, actor, role }: OrgContext,
  { person, kind, device, from, to }: z.output<typeof ActivityFilter>,
): Omit<AuditFilter, 'limit'> => ({
  orgIds: [org.row.id],
  // Who signs in and from where is for that person and for people who manage access: of an org, to the people of that org.
  orgless: actor.deploymentAdmin
    ? 'all-users'
    : { userId: actor.userId, membersOf: can(role, 'administer') ? org.row.id : undefined },
  userId: person,
  kinds: kind && [kind],
  deviceId: device,
  from,
  to,
})

export const listActivity = service({
  permission: 'see',
  input: ActivityFilter.extend({ cursor: Cursor.optional() }),
  async run(context, { cursor, ...filter }): Promise<ActivityPage> {
    const { reads } = context.deps.store
    const { org } = context
    const rows = await listEvents(reads, { ...eventFilter(context, filter), before: cursor, limit: PAGE_ROWS + 1 })
    const page = rows.slice(0, PAGE_ROWS)
    const last = page.at(-1)
    const actors = [...(await listActors(reads, org.row.id)), ...(await orglessActors(context))]
    return {
      events: page.map((row) => toAuditEvent(row, () => org.row.slug)),
      nextCursor: rows.length > PAGE_ROWS && last ? cursorOf(last.sequence) : null,
      people: peopleOf(actors),
    }
  },
})

/** Whose events of no org can be asked for. */
async function orglessActors({ deps, org, actor, role }: OrgContext): Promise<ActorRow[]> {
  const { reads } = deps.store
  if (actor.deploymentAdmin) return listActors(reads, null)
  if (!can(role, 'administer')) return []
  return (await listMembers(reads, org.row.id, deps.clock.now())).map(({ id, name }) => ({
    user_id: id,
    actor_name: name,
  }))
}

/** Each person once, by name. */
function peopleOf(actors: readonly ActorRow[]): Person[] {
  const people = new Map(actors.map((row) => [row.user_id, { id: row.user_id, name: row.actor_name }]))
  return [...people.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
