import { HydrationBoundary } from '@tanstack/react-query'
import { PeoplePage } from '@/components/people/people-page'
import { peopleQuery } from '@/lib/client/api/people/people-queries'
import { pageContext, prefetch } from '@/lib/server/page'
import { listPeople } from '@/lib/services/people/list-people'
import { invoke } from '@/lib/services/service'

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  const context = await pageContext(`/${org}/people`, org)
  return (
    <HydrationBoundary state={await prefetch([[peopleQuery(org).queryKey, () => invoke(listPeople, context, {})]])}>
      <PeoplePage />
    </HydrationBoundary>
  )
}
