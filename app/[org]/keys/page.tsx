import { HydrationBoundary } from '@tanstack/react-query'
import { KeysPage } from '@/components/keys/keys-page'
import { RotationCard } from '@/components/rotation/rotation-card'
import { keyPolicyQuery } from '@/lib/client/api/connect/device-key-queries'
import { pageAddress } from '@/lib/client/api/page-address'
import { pageContext, prefetch } from '@/lib/server/page'
import { getDeviceKeys } from '@/lib/services/connect/device-keys'
import { invoke } from '@/lib/services/service'

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ params, searchParams }: Props) {
  const { org } = await params
  const context = await pageContext(pageAddress(`/${org}/keys`, await searchParams), org)
  return (
    <HydrationBoundary
      state={await prefetch([[keyPolicyQuery(org).queryKey, () => invoke(getDeviceKeys, context, {})]])}
    >
      <KeysPage>
        <RotationCard />
      </KeysPage>
    </HydrationBoundary>
  )
}
