/** Changes what people set of an org: its name, the parts of its ids, and what its stop page says. One event has before and after. */
import { record } from '@/lib/audit/audit-log'
import type { OrgTexts } from '@/lib/domain/audit'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { hasControls, isPattern } from '@/lib/domain/ids/device-id'
import { CONTACT_CHARS_MAX, RUNBOOK_CHARS_MAX } from '@/lib/domain/limits'
import { NAME_RULE, readName } from '@/lib/domain/people/read-name'
import { listFences } from '@/lib/store/fences'
import { updateOrg } from '@/lib/store/orgs'
import type { Db } from '@/lib/store/rows/db'
import type { OrgRow } from '@/lib/store/rows/schema'
import type { By } from '../access/by'
import { requireOrg } from '../orgs/require-org'

/** Absent: left as it is. A text of the stop page without a visible character: removed. */
export type OrgChange = { name?: string; idPattern?: string; runbook?: string; contact?: string }

/** @param userId who changes it. @throws InvalidInput at the field that is wrong; AppError `not-found`, `conflict`, `forbidden`. */
export async function changeOrg(db: Db, slug: string, change: OrgChange, by: By, userId = ''): Promise<void> {
  const wanted = readChange(change)
  await db.transaction().execute(async (tx) => {
    const org = await requireOrg(tx, slug)
    await by.permit(tx, { userId, orgId: org.id })
    const before = textsOf(org)
    const after = { ...before, ...wanted }
    const changed = KEYS.filter((key) => before[key] !== after[key])
    if (changed.length === 0) return
    if (changed.includes('idPattern')) await requireNoFence(tx, org)
    const { name, idPattern, runbook, contact } = after
    await updateOrg(tx, org.id, { name, id_pattern: idPattern, runbook, contact })
    const only = (texts: Required<OrgTexts>): OrgTexts => Object.fromEntries(changed.map((key) => [key, texts[key]]))
    await record(tx, by.origin(org.id), 'org.changed', { ...only(after), before: only(before) })
  })
}

const KEYS = ['name', 'idPattern', 'runbook', 'contact'] as const

const textsOf = ({ name, id_pattern, runbook, contact }: OrgRow) => ({ name, idPattern: id_pattern, runbook, contact })

/** A fence whose selector names a part would pick other devices, or none, from the next reading on. */
async function requireNoFence(tx: Db, { id, slug }: OrgRow): Promise<void> {
  const inForce = (await listFences(tx, id)).filter(({ ended_at }) => ended_at === null).length
  if (inForce === 0) return
  const fences = inForce === 1 ? '1 fence' : `${inForce} fences`
  throw new AppError(
    'conflict',
    `${slug} has ${fences} in force, and other parts would change what a fence picks. End it first. Nothing was changed.`,
  )
}

function readChange({ name, idPattern, runbook, contact }: OrgChange) {
  return {
    ...(name === undefined ? {} : { name: nameOf(name) }),
    ...(idPattern === undefined ? {} : { idPattern: patternOf(idPattern) }),
    ...(runbook === undefined ? {} : { runbook: textOf('runbook', runbook, RUNBOOK_CHARS_MAX) }),
    ...(contact === undefined ? {} : { contact: textOf('contact', contact, CONTACT_CHARS_MAX) }),
  }
}

/** @throws InvalidInput */
export function nameOf(given: string): string {
  const name = readName(given)
  if (name === null) throw faultAt('name', `The name ${NAME_RULE}. Nothing was changed.`)
  return name
}

/** @throws InvalidInput */
export function patternOf(given: string): string {
  const pattern = given.trim()
  if (!isPattern(pattern))
    throw faultAt(
      'idPattern',
      'The parts of ids must be {names} joined by ":", such as {framework}:{env}:{role}:{instance}.',
    )
  return pattern
}

/** The text with `\n` as its only line break; null for none. A tab is a space. */
function textOf(name: 'runbook' | 'contact', given: string, charsMax: number): string | null {
  const text = given.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').trim()
  if ([...text].length > charsMax)
    throw faultAt(name, `The ${name} is longer than ${charsMax} characters. Nothing was changed.`)
  if (hasControls(text.replaceAll('\n', ' ')))
    throw faultAt(name, `The ${name} has control characters. Nothing was changed.`)
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? text : null
}

const faultAt = (path: string, message: string) => new InvalidInput(message, [{ path, message }])
