import { HydrationBoundary } from '@tanstack/react-query'
import { ConnectPage } from '@/components/connect/connect-page'
import { connectQuery } from '@/lib/client/api/connect/connect-queries'
import { pageAddress } from '@/lib/client/api/page-address'
import { pageContext, prefetch } from '@/lib/server/page'
import { getConnect } from '@/lib/services/connect-files/get-connect'
import { invoke } from '@/lib/services/service'

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ params, searchParams }: Props) {
  const { org } = await params
  const context = await pageContext(pageAddress(`/${org}/connect`, await searchParams), org)
  return (
    <HydrationBoundary state={await prefetch([[connectQuery(org).queryKey, () => invoke(getConnect, context, {})]])}>
      <ConnectPage />
    </HydrationBoundary>
  )
}
