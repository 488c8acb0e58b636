import { HydrationBoundary } from '@tanstack/react-query'
import { DevicesPage } from '@/components/devices/devices-page'
import { devicesQuery } from '@/lib/client/api/device-queries'
import { firstParams, pageAddress } from '@/lib/client/api/page-address'
import { DEVICE_SORTS } from '@/lib/domain/wire/devices'
import { pageContext, prefetch } from '@/lib/server/page'
import { listDevices } from '@/lib/services/devices/device-services'
import { invoke } from '@/lib/services/service'

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ params, searchParams }: Props) {
  const { org } = await params
  const search = await searchParams
  const context = await pageContext(pageAddress(`/${org}/devices`, search), org)
  const { q = '', sort: wanted } = firstParams(search)
  const sort = DEVICE_SORTS.find((known) => known === wanted) ?? 'id'
  const entry = devicesQuery(org, { q, sort }, 0).queryKey
  return (
    <HydrationBoundary state={await prefetch([[entry, () => invoke(listDevices, context, { q, sort })]])}>
      <DevicesPage />
    </HydrationBoundary>
  )
}
