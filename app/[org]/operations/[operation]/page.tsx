import { HydrationBoundary } from '@tanstack/react-query'
import { OperationPage } from '@/components/operations/operation-page'
import { operationProgressQuery, operationQuery } from '@/lib/client/api/operation-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { getOperationProgress } from '@/lib/services/operations/get-progress'
import { getOperation } from '@/lib/services/operations/operation-services'
import { invoke } from '@/lib/services/service'

export default async function Page({ params }: { params: Promise<{ org: string; operation: string }> }) {
  const { org, operation } = await params
  const context = await pageContext(`/${org}/operations/${operation}`, org)
  const progress = () => invoke(getOperationProgress, context, { operation })
  const state = await prefetch([
    [operationQuery(org, operation).queryKey, () => invoke(getOperation, context, { operation })],
    [operationProgressQuery(org, operation, true).queryKey, progress],
    [operationProgressQuery(org, operation, false).queryKey, progress],
  ])
  return (
    <HydrationBoundary state={state}>
      <OperationPage id={operation} />
    </HydrationBoundary>
  )
}
