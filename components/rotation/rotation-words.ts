/** Sentences about a rotation: what happened, what it means, what to do. */
import { devices } from '@/components/words/operation-words'
import type { KeyUsersView, RotationView } from '@/lib/domain/wire/rotation'

const DAY_MS = 86_400_000

/** Overlaps to choose from. */
export const OVERLAP_WORDS: Record<number, string> = { 0: 'None', 300: '5 minutes', 3600: '1 hour', 86400: '1 day' }

const FAULTS: Record<string, string> = {
  'console-ended': 'The console ended before the answer of the authority arrived.',
  'new-key-silent': 'The authority named a new key, and did not answer to it.',
  'upstream-timeout': 'The authority did not answer in time.',
  'upstream-unavailable': 'The connection to the authority broke before its answer arrived.',
  'upstream-invalid': 'The answer of the authority had no key in it.',
}

/** Why the outcome of a rotation is not known. */
export const faultWords = (fault: string | null): string =>
  FAULTS[fault ?? ''] ?? 'The answer of the authority did not arrive.'

/** A rotation whose devices are still watched: younger than a day, or its old key works. @param now epoch ms. */
export const isRecent = (rotation: RotationView, now: number): boolean =>
  now - Date.parse(rotation.requestedAt) < DAY_MS || !hasPreviousEnded(rotation, now)

/** Whether the key that a rotation replaced has ended, as far as is known. @param now epoch ms. */
export const hasPreviousEnded = ({ previousUntil, previousEndedAt }: RotationView, now: number): boolean =>
  previousEndedAt !== null || (previousUntil !== null && Date.parse(previousUntil) <= now)

/** What is not known of some devices, and why. */
export const unknownWords = (from: KeyUsersView['from'], count: number): string => {
  const named = devices(count)
  return from === 'keys'
    ? `Which key ${named} last used is not known: the authority notes it at the next validate.`
    : `When ${named} last validated is not reported by this authority, so nothing is known of ${count === 1 ? 'it' : 'them'}.`
}

export type Progress = {
  back: number
  /** What is known of those that are back. */
  backWords: string
  left: number
  /** What the devices that are not back are. */
  leftWords: string
  /** Whether those that are not back are denied by now. */
  isOver: boolean
  /** Devices of which it is not known which key they have. */
  unknown: number
}

/** How far the devices of a key have come. @returns null where nothing can be said before the overlap is over. */
export function progressOf(users: KeyUsersView): Progress | null {
  if (users.from === 'keys') {
    const { current, replaced, unknown } = users.counts
    const isOver = users.previousUntil === null
    const leftWords = isOver ? 'dark' : 'last seen on the old key'
    return { back: current, backWords: 'on the new key', left: replaced, leftWords, isOver, unknown }
  }
  if (users.endedAt === null) return null
  return {
    back: users.counts.back,
    backWords: 'validated since the old key ended',
    left: users.counts.quiet,
    leftWords: 'not seen since',
    isOver: true,
    unknown: users.counts.unknown,
  }
}
