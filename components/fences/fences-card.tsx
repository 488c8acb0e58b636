'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { WordHelp } from '@/components/glossary/word-help'
import { may } from '@/components/org/use-org'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { meaningOf } from '@/components/words/glossary'
import { fencesQuery } from '@/lib/client/api/org-queries'
import { authorityAtStart } from '@/lib/domain/authority-name'
import { lowestRole } from '@/lib/domain/policy'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { FenceRow } from './fence-row'

/** The fences that are in force, or still hold what they revoked; one line if there is none. */
export function FencesCard({ state }: { state: OrgState }) {
  const org = state.org.slug
  const { data: fences, error, isPending, refetch } = useQuery(fencesQuery(org))
  const mayPlace = may(state, 'stop')
  const lacks = may(state, 'resume')
    ? undefined
    : `Lifting or ending a fence needs the role ${lowestRole('resume')}; yours is ${state.role}.`
  if (fences?.length === 0 && !error) return <NoFence org={org} mayPlace={mayPlace} />
  return (
    <Card title="Fences" help={<WordHelp words={['fence']} />}>
      {isPending && <Skeleton rows={2} label="Loading fences" />}
      {error && !fences && <FailureNotice what="The fences" error={error} retry={refetch} />}
      {error && fences && <OldDataNote error={error} className="px-4 pb-2" />}
      {fences?.some((fence) => fence.endedAt === null) && <CannotCatch state={state} />}
      <ul>
        {fences?.map((fence) => (
          <FenceRow key={fence.operationId} org={org} fence={fence} mayPlace={mayPlace} lacks={lacks} />
        ))}
      </ul>
      {mayPlace && lacks && fences && fences.length > 0 && (
        <p className="border-t px-4 py-2 text-small text-soft">{lacks}</p>
      )}
    </Card>
  )
}

/** A fence sees by the console's readings: without them it revokes nothing. */
function CannotCatch({ state: { reading, authority } }: { state: OrgState }) {
  if (reading.status === 'fresh' || reading.status === 'loading') return null
  return (
    <p role="status" className="px-4 pb-2 text-wait">
      {authorityAtStart(authority.name)} cannot be read right now: a device that matches meanwhile works until then, and
      is revoked at the next reading.
    </p>
  )
}

function NoFence({ org, mayPlace }: { org: string; mayPlace: boolean }) {
  return (
    <p className="px-1 text-small text-soft">
      No fences. A fence is {meaningOf('fence')}.
      {mayPlace && (
        <>
          {' '}
          To create one, filter the{' '}
          <Link
            href={`/${org}/devices`}
            prefetch={false}
            className="underline underline-offset-2 pointer-coarse:py-2.5"
          >
            devices
          </Link>
          , revoke all that match, and choose “Keep revoking new matches”.
        </>
      )}
    </p>
  )
}
