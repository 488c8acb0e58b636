import { WeekPage } from '@/components/usage/week-page'
import { pageAddress } from '@/lib/client/api/page-address'
import { pageContext } from '@/lib/server/page'

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Its data depend on the zone of the reader, which the browser knows: they come after the page. */
export default async function Page({ params, searchParams }: Props) {
  const { org } = await params
  await pageContext(pageAddress(`/${org}/usage/week`, await searchParams), org)
  return <WeekPage />
}
