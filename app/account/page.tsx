import { HydrationBoundary } from '@tanstack/react-query'
import { AccountPage } from '@/components/account/account-page'
import { accountQuery } from '@/lib/client/api/account/account-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { getAccount } from '@/lib/services/account/get-account'
import { invoke } from '@/lib/services/service'

export default async function Page() {
  const context = await pageContext('/account')
  return (
    <HydrationBoundary state={await prefetch([[accountQuery().queryKey, () => invoke(getAccount, context, {})]])}>
      <AccountPage />
    </HydrationBoundary>
  )
}
