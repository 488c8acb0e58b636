/** The record of an org, filtered by person, kind, device and time. */
import { z } from 'zod'
import { AUDIT_KINDS } from '@/lib/domain/audit'
import { ListedId } from '@/lib/domain/command'
import type { ActivityPage } from '@/lib/domain/console-api'
import type { Person } from '@/lib/domain/operation'
import { can } from '@/lib/domain/policy'
import { type ActorRow, listActors, listEvents } from '@/lib/store/audit'
import { toAuditEvent } from '../audit-log'
import { Cursor, cursorOf } from '../cursor'
import { service } from '../service'

const PAGE_ROWS = 100
const At = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

export const ActivityFilter = z.strictObject({
  cursor: Cursor.optional(),
  person: z.uuid().optional(),
  kind: z.enum(AUDIT_KINDS).optional(),
  device: ListedId.optional(),
  from: At.optional(),
  to: At.optional(),
})

export const listActivity = service({
  permission: 'see',
  input: ActivityFilter,
  async run({ deps, org, actor, role }, { cursor, person, kind, device, from, to }): Promise<ActivityPage> {
    const { reads } = deps.store
    const seesSignIns = can(role, 'administer')
    const rows = await listEvents(reads, {
      orgIds: [org.row.id],
      // Who signs in and from where is for the person and for whoever manages access.
      orgless: seesSignIns ? 'everybody' : { userId: actor.userId },
      before: cursor,
      userId: person,
      kinds: kind && [kind],
      deviceId: device,
      from,
      to,
      limit: PAGE_ROWS + 1,
    })
    const page = rows.slice(0, PAGE_ROWS)
    const last = page.at(-1)
    const actors = [...(await listActors(reads, org.row.id)), ...(seesSignIns ? await listActors(reads, null) : [])]
    return {
      events: page.map((row) => toAuditEvent(row, () => org.row.slug)),
      nextCursor: rows.length > PAGE_ROWS && last ? cursorOf(last.sequence) : null,
      people: peopleOf(actors),
    }
  },
})

/** Each person once, by name. */
function peopleOf(actors: readonly ActorRow[]): Person[] {
  const people = new Map(actors.map((row) => [row.user_id, { id: row.user_id, name: row.actor_name }]))
  return [...people.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
