'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { buttonClass } from '@/components/ui/button'
import { Mark } from '@/components/ui/mark'
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
    <div className="pb-safe mx-auto flex min-h-dvh max-w-[38rem] flex-col gap-4 px-4 pt-[max(0.25rem,env(safe-area-inset-top))] pb-8">
      <title>Add an org · Console</title>
      <header className="flex items-center justify-between gap-3">
        <Link
          href="/orgs"
          prefetch={false}
          className="touch inline-flex min-h-11 items-center gap-2 font-[650] tracking-tight"
        >
          <Mark className="size-5" />
          All orgs
        </Link>
        <a href="/stop" className={buttonClass('danger')}>
          Stop…
        </a>
      </header>
      <main className="flex flex-col gap-4">
        <h1 className="text-huge">{added ? `${added.name} is added` : 'Add an org'}</h1>
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
      </main>
    </div>
  )
}
