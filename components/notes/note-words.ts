/** What notes say in a line, and what a person reads of the devices that they cover. */
import { devices, number } from '@/components/words/operation-words'
import { setTerm } from '@/lib/domain/selector/edit'
import { formatValue } from '@/lib/domain/selector/format-value'
import type { CoveringNote, Note } from '@/lib/domain/wire/note'

/** How many notes are shown before the rest is named by its number. */
export const NOTES_SHOWN_MAX = 3

/** The host of a link, as the browser will reach it. */
export const hostOf = (link: string): string => (URL.canParse(link) ? new URL(link).host : link)

/** The note in one line: who, and what halts; where that is not written, what else is. */
export function noteLine({ owner, purpose, halts, link }: Note): { owner: string; text: string } {
  return { owner, text: (halts || purpose || (owner ? '' : hostOf(link))).replace(/\s*\n\s*/g, ' ') }
}

/** How many devices a note covers; `wait` if it covers none, so that a person looks at its selector. */
export function coverWords({ count, fault }: Pick<Note, 'count' | 'fault'>): { text: string; wait: boolean } {
  if (fault) return { text: fault, wait: true }
  if (count === null) return { text: 'Not counted yet', wait: false }
  if (count === 0) return { text: 'Covers no device now: change what it is for, or remove it.', wait: true }
  return { text: devices(count), wait: false }
}

/** Which of the devices under review a note covers. @param asked how many those are. */
export function coversWords({ covers }: CoveringNote, asked: number): string {
  if (covers >= asked) return asked === 1 ? 'Covers it' : `Covers all ${number(asked)}`
  return `Covers ${number(covers)} of the ${number(asked)}`
}

/** What a note for this device is most often for: its role; where the id has none, the device itself. */
export function selectorForDevice(deviceId: string, parts: Record<string, string> | null): string {
  const role = parts?.role
  return role === undefined ? `id:${formatValue(deviceId)}` : setTerm('', 'role', [role])
}
