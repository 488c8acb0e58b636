import { HydrationBoundary } from '@tanstack/react-query'
import { OperationsPage } from '@/components/operations/operations-page'
import { operationsQuery } from '@/lib/client/api/operation-queries'
import { firstParams, pageAddress } from '@/lib/client/api/page-address'
import { OPERATION_KINDS } from '@/lib/domain/operation'
import { pageContext, prefetch } from '@/lib/server/page'
import { listOperations } from '@/lib/services/operations/operation-services'
import { invoke } from '@/lib/services/service'

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ params, searchParams }: Props) {
  const { org } = await params
  const search = await searchParams
  const context = await pageContext(pageAddress(`/${org}/operations`, search), org)
  const kind = OPERATION_KINDS.find((known) => known === firstParams(search).kind)
  const first = async () => ({ pages: [await invoke(listOperations, context, { kind })], pageParams: [null] })
  return (
    <HydrationBoundary state={await prefetch([[operationsQuery(org, kind).queryKey, first]])}>
      <OperationsPage />
    </HydrationBoundary>
  )
}
