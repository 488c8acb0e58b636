import type { NoteContent } from '@/lib/domain/audit'
import { InvalidInput } from '@/lib/domain/errors'
import { LINK_CHARS_MAX, NOTE_CHARS_MAX, OWNER_CHARS_MAX } from '@/lib/domain/limits'
import { safeLink } from '@/lib/domain/notes/safe-link'
import { formatTerms } from '@/lib/domain/selector/format'
import { readSelector } from '@/lib/orgs/match-selector'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

/** Controls but the line break, what turns the direction of a text, halves of pairs. Joiners stay: emoji have them. */
const REFUSED = /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u

/** A note as it is kept. @throws InvalidInput whose issue names the field; for a selector, the character too. */
export function readNote(org: OrgRuntime, given: NoteContent): NoteContent {
  const terms = readSelector(org, given.selector)
  if (terms.length === 0)
    throw fault('selector', 'Name a role, an environment or a pattern. The whole fleet has its runbook.')
  const note = {
    selector: formatTerms(terms),
    owner: readText('owner', given.owner.replace(/\s*\n\s*/g, ' '), OWNER_CHARS_MAX),
    purpose: readText('purpose', given.purpose, NOTE_CHARS_MAX),
    halts: readText('halts', given.halts, NOTE_CHARS_MAX),
    link: readLink(given.link.trim()),
  }
  if (!note.owner && !note.purpose && !note.halts && !note.link)
    throw fault('owner', 'Write at least one of the fields.')
  return note
}

function readText(path: string, given: string, charsMax: number): string {
  const text = given.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').trim()
  if ([...text].length > charsMax) throw fault(path, `At most ${charsMax} characters.`)
  if (REFUSED.test(text)) throw fault(path, 'This text has control characters. Write it without them.')
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? text : ''
}

function readLink(text: string): string {
  const link = text === '' ? '' : safeLink(text)
  if (link === null)
    throw fault(
      'link',
      `Write a whole address that begins with https:// or http://, without a password, of at most ${LINK_CHARS_MAX} characters.`,
    )
  return link
}

const fault = (path: string, message: string) => new InvalidInput(`${path}: ${message}`, [{ path, message }])
