'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OutsidePage } from '@/components/outside/outside-page'
import { Skeleton } from '@/components/ui/skeleton'
import { newOrgQuery } from '@/lib/client/api/all-orgs/org-admin'
import { orgListQuery } from '@/lib/client/api/org-queries'
import type { AddedOrg } from '@/lib/domain/wire/org-settings'
import { AddedOrgCard } from './added-org'
import { NewOrgForm } from './new-org-form'

/** Adds an org: for admins of the deployment. Outside of any org, so with a head of its own. */
export function NewOrgPage() {
  const { data: list } = useQuery(orgListQuery())
  const mayAdd = list?.me.deploymentAdmin === true
  const { data, error, refetch } = useQuery({ ...newOrgQuery(), enabled: mayAdd })
  const [added, setAdded] = useState<AddedOrg | null>(null)
  return (
    <OutsidePage title="Add an org" home={{ href: '/orgs', text: 'All orgs' }}>
      <div className="mx-auto flex max-w-[38rem] flex-col gap-4 px-4 pt-4 pb-8">
        <h1 className="text-huge">{added ? <AddedTitle name={added.name} /> : 'Add an org'}</h1>
        {list && !mayAdd && (
          <p className="text-soft">
            Adding an org is for admins of the deployment, and you are not one. One of them can add it, or make you one
            from the terminal: <code className="mono text-ink">npm run admin -- deployment add-admin</code>.
          </p>
        )}
        {(!list || (mayAdd && !data && !error)) && <Skeleton rows={6} label="Loading the form" />}
        {mayAdd && error && !data && <FailureNotice what="The form" error={error} retry={refetch} />}
        {mayAdd && data && !added && <NewOrgForm offer={data} onAdded={setAdded} />}
        {added && <AddedOrgCard added={added} />}
      </div>
    </OutsidePage>
  )
}

const AddedTitle = ({ name }: { name: string }) => (
  <>
    <bdi className="wrap-anywhere">{name}</bdi> is added
  </>
)
