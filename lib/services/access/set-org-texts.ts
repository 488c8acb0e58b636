/**
 * Sets the runbook and the contact that the stop page of an org shows, from the terminal. Plain text; a running console shows
 * it within seconds. One transaction with its event of the record.
 */

import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { InvalidInput } from '@/lib/domain/errors'
import { hasControls } from '@/lib/domain/ids/device-id'
import { CONTACT_CHARS_MAX, RUNBOOK_CHARS_MAX } from '@/lib/domain/limits'
import { updateOrg } from '@/lib/store/orgs'
import type { Db } from '@/lib/store/rows/db'
import { requireOrg } from '../orgs/require-org'

/** Absent: left as it is. Without a visible character: removed. */
export type OrgTexts = { runbook?: string; contact?: string }

/** @throws InvalidInput for a text that is too long or has control characters; AppError `not-found`. */
export async function setOrgTexts(db: Db, slug: string, texts: OrgTexts, now: number): Promise<void> {
  const change = {
    ...(texts.runbook === undefined ? {} : { runbook: textOf('runbook', texts.runbook, RUNBOOK_CHARS_MAX) }),
    ...(texts.contact === undefined ? {} : { contact: textOf('contact', texts.contact, CONTACT_CHARS_MAX) }),
  }
  await db.transaction().execute(async (tx) => {
    const org = await requireOrg(tx, slug)
    await updateOrg(tx, org.id, change)
    await record(tx, consoleOrigin(org.id, now), 'org.changed', change)
  })
}

/** The text with `\n` as its only line break; null for none. A tab is a space. */
function textOf(name: string, given: string, charsMax: number): string | null {
  const text = given.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').trim()
  if ([...text].length > charsMax)
    throw new InvalidInput(`The ${name} is longer than ${charsMax} characters. Nothing was changed.`)
  if (hasControls(text.replaceAll('\n', ' ')))
    throw new InvalidInput(`The ${name} has control characters. Nothing was changed.`)
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? text : null
}
