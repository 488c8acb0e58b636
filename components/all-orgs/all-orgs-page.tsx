'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { OutsidePage } from '@/components/outside/outside-page'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { orgStatesQuery } from '@/lib/client/api/all-orgs/org-states-query'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { agedState } from '@/lib/client/state/org-state'
import { signedOut } from '@/lib/client/state/signed-out'
import { useObservable } from '@/lib/client/state/use-observable'
import { byUrgency } from '@/lib/domain/wire/all-orgs'
import { OrgItem } from './org-item'
import { OrgsSumCard } from './orgs-sum-card'

/** Every org that the person may see, what needs a person first, and their sum. Outside of any org, so with a head of its own. */
export function AllOrgsPage() {
  const { data, error, isPending, refetch } = useQuery(orgStatesQuery())
  const me = useQuery(orgListQuery()).data?.me
  const gone = useObservable(signedOut, false)
  const read = data?.orgs ?? []
  const shown = gone || error ? read.map((org) => ({ ...org, state: agedState(org.state) })) : read
  const orgs = [...shown].sort((one, other) => byUrgency(one.state, other.state))
  return (
    <OutsidePage title="All orgs">
      <div className="mx-auto max-w-[1400px]">
        <PageBody title="All orgs" aside={me?.deploymentAdmin && <AddLink />}>
          {isPending && <Skeleton rows={8} label="Loading your orgs" />}
          {error && !data && <FailureNotice what="Your orgs" error={error} retry={refetch} />}
          {error && data && <OldDataNote error={error} />}
          {data?.orgs.length === 0 && (
            <Card>
              <Notice title="No org yet" action={me?.deploymentAdmin && <AddLink />}>
                {me?.deploymentAdmin
                  ? 'Add the first one: of machineid.io, of the authority that came with this console, or of another.'
                  : 'You hold no role in any org. An admin of one invites you with a link.'}
              </Notice>
            </Card>
          )}
          {orgs.length > 0 && (
            <>
              <OrgsSumCard states={orgs.map(({ state }) => state)} />
              <Card>
                <ul aria-label="Orgs" className="divide-y">
                  {orgs.map((org) => (
                    <OrgItem key={org.state.org.slug} org={org} />
                  ))}
                </ul>
              </Card>
            </>
          )}
        </PageBody>
      </div>
    </OutsidePage>
  )
}

const AddLink = () => (
  <Link href="/orgs/new" prefetch={false} className={buttonClass('strong')}>
    Add an org
  </Link>
)
