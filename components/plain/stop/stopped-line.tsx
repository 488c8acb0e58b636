import { nextTrySentence } from '@/components/words/stop-status-words'
import type { StopSummary } from '@/lib/domain/wire/org-state'
import { ageOf, clockOf, KIND_SENTENCE, solid, telling } from './plain-words'
import type { StopCard } from './stop-card-types'
import { totalOf } from './stop-counts'

/** Who stopped the org, when, and how far it got: what a second person reads instead of stopping it again. */
export function StoppedLine({ card: { stop, now } }: { card: StopCard }) {
  if (!stop) return null
  const { by, requestedAt, acceptedAt, status, total, nextTryAt } = stop
  const at = acceptedAt ?? requestedAt
  return (
    <p>
      {status === 'accepted' ? 'Stopped' : 'Pressed'} by <bdi>{by.name}</bdi>, {clockOf(at)} ({ageOf(at, now)}).{' '}
      {status === 'accepted' ? reached(stop) : solid(nextTrySentence(nextTryAt, telling(now)))}
      {total > 0 ? ` ${KIND_SENTENCE}` : ''}
    </p>
  )
}

function reached({ counts }: StopSummary): string {
  const parts = [`${counts.confirmed} of ${totalOf(counts)} confirmed`]
  if (counts.asked) parts.push(`${counts.asked} asked`)
  if (counts.waiting) parts.push(`${counts.waiting} waiting`)
  if (counts.contradicted) parts.push(`${counts.contradicted} contradicted`)
  return `${parts.join(', ')}.`
}
