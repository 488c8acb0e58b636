import { HydrationBoundary } from '@tanstack/react-query'
import { SettingsPage } from '@/components/org-settings/settings-page'
import { orgSettingsQuery } from '@/lib/client/api/all-orgs/org-admin'
import { pageContext, prefetch } from '@/lib/server/page'
import { getOrgSettings } from '@/lib/services/org-admin/org-settings'
import { invoke } from '@/lib/services/service'

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const context = await pageContext(`/${org}/settings`, org)
  return (
    <HydrationBoundary
      state={await prefetch([[orgSettingsQuery(org).queryKey, () => invoke(getOrgSettings, context, {})]])}
    >
      <SettingsPage />
    </HydrationBoundary>
  )
}
