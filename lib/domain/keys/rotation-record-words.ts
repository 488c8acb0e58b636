/** Events of a rotation in words, without who and when. */
import { isolated } from '../ids/isolated'
import { textTime } from '../time/text-time'
import type { EndedPrevious, KeyRotationData, SettledRotation } from './rotation-record'

const nameOf = ({ of, name }: KeyRotationData): string =>
  of === 'org' ? 'the org key' : `the agent key${name === null ? '' : ` “${isolated(name)}”`}`

const codeOf = ({ code }: { code?: string }): string => (code ? ` (${code})` : '')

export function requestedRotationWords(event: KeyRotationData): string {
  const { overlapSeconds, recovers } = event
  const overlap =
    overlapSeconds === 0 ? 'without an overlap' : `with an overlap of ${overlapSeconds.toLocaleString('en')} s`
  const why = recovers ? ', because the outcome of the rotation before is not known' : ''
  return `asked to rotate ${nameOf(event)} ${overlap}${why}`
}

export function settledRotationWords(event: SettledRotation): string {
  const { outcome, previousUntil } = event
  const key = nameOf(event)
  if (outcome === 'refused') return `was refused by the authority to rotate ${key}${codeOf(event)}`
  if (outcome === 'closed') return `closed the rotation of ${key}: no key of its name works any more`
  if (outcome === 'unknown') return `tried to rotate ${key}; what became of it is not known${codeOf(event)}`
  const until = previousUntil ? `, the previous one works until ${textTime(previousUntil)} at the latest` : ''
  return `rotated ${key}: the new one has answered${until}`
}

export function endedPreviousWords(event: EndedPrevious): string {
  const key = `the key that ${nameOf(event)} replaced`
  return event.outcome === 'done' ? `ended ${key}` : `could not end ${key} before its time${codeOf(event)}`
}
