import { HydrationBoundary } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { orgListQuery, orgStateQuery } from '@/lib/client/api/org-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { getOrgState, listOrgs } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'

export default async function OrgLayout({
  children,
  params,
}: {
  children: ReactNode
  params: Promise<{ org: string }>
}) {
  const { org } = await params
  return (
    <HydrationBoundary state={await shellData(org)}>
      <Shell>{children}</Shell>
    </HydrationBoundary>
  )
}

/** A person who may not see the org is redirected by the page, which knows its whole address; here that is no fault. */
async function shellData(org: string) {
  try {
    const context = await pageContext(`/${org}`, org)
    return await prefetch([
      [orgListQuery().queryKey, () => invoke(listOrgs, context, {})],
      [orgStateQuery(org).queryKey, () => invoke(getOrgState, context, {})],
    ])
  } catch {
    return undefined
  }
}
