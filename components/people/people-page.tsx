'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageBody } from '@/components/ui/page-body'
import { Skeleton } from '@/components/ui/skeleton'
import { peopleQuery } from '@/lib/client/api/people/people-queries'
import { lowestRole } from '@/lib/domain/policy'
import { InvitationList } from './invitation-list'
import { InviteDialog } from './invite-dialog'
import { PersonItem } from './person-item'

/** Who is in the org and who is invited. */
export function PeoplePage() {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  const mayChange = may(state, 'administer')
  const { data, error, refetch } = useQuery({ ...peopleQuery(org), enabled: mayChange })
  const [invites, setInvites] = useState(false)
  const invite = (
    <Button look="strong" onClick={() => setInvites(true)}>
      Invite a person
    </Button>
  )
  return (
    <PageBody title="People" aside={mayChange && data && invite}>
      {state && !mayChange && (
        <p className="text-soft">
          Who is in this org is shown to people with the role {lowestRole('administer')}; yours is {state.role}.
        </p>
      )}
      {(!state || (mayChange && !data && !error)) && <Skeleton rows={6} label="Loading the people" />}
      {mayChange && error && !data && <FailureNotice what="The people" error={error} retry={refetch} />}
      {mayChange && error && data && <OldDataNote error={error} />}
      {mayChange && data && (
        <>
          <Card title={data.people.length === 1 ? '1 person' : `${data.people.length.toLocaleString('en')} people`}>
            <ul aria-label="People" className="divide-y border-t">
              {data.people.map((person) => (
                <PersonItem key={person.id} org={org} person={person} />
              ))}
            </ul>
            {data.people.length === 1 && (
              <p className="border-t px-4 py-3 text-soft">
                You are the only one. Every person on call can be a responder: responders stop agents and can start none
                again.
              </p>
            )}
          </Card>
          <InvitationList org={org} invitations={data.invitations} />
        </>
      )}
      {invites && <InviteDialog org={org} onClose={() => setInvites(false)} />}
    </PageBody>
  )
}
