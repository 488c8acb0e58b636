import Link from 'next/link'
import { stopInForce } from '@/components/org/org-stopped'
import { ExactTime } from '@/components/time/exact-time'
import { evidenceSentence } from '@/components/words/operation-words'
import type { OrgState, StopSummary } from '@/lib/domain/wire/org-state'

/** Who pressed, when, and how far it got: what a second person reads instead of pressing again. */
export function StopNote({ state, className = '' }: { state: OrgState; className?: string }) {
  const { orgStop, org } = state
  if (!orgStop) return null
  return (
    <Link
      href={`/${org.slug}/operations/${orgStop.operationId}`}
      prefetch={false}
      className={`text-small leading-tight text-soft underline-offset-2 hover:underline ${className}`}
    >
      <StopWords stop={orgStop} inForce={stopInForce(state) !== null} />
    </Link>
  )
}

/** The same as text, for a dialog. */
export function StopWords({ stop, inForce }: { stop: StopSummary; inForce: boolean }) {
  const { by, requestedAt, acceptedAt, counts, total, nextTryAt, recorded } = stop
  return (
    <>
      <span className="block font-medium text-ink wrap-anywhere">
        {inForce ? 'Stopped by' : 'Stop pressed by'} <bdi>{by.name}</bdi>,{' '}
        <ExactTime at={acceptedAt ?? requestedAt} clock />
      </span>
      <span className="block">
        {inForce ? evidenceSentence(counts) : 'not in force, as far as is known'}
        {total > 0 && ', each device revoked'}
        {nextTryAt && (
          <>
            {' · '}next try <ExactTime at={nextTryAt} clock />
          </>
        )}
        {recorded && ` · ${recorded === 'sink' ? 'kept in the emergency file' : 'not recorded'}`}
      </span>
    </>
  )
}
