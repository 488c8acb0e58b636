import { RotationPage } from '@/components/rotation/rotation-page'
import { pageAddress } from '@/lib/client/api/page-address'
import { pageContext } from '@/lib/server/page'

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function Page({ params, searchParams }: Props) {
  const { org } = await params
  await pageContext(pageAddress(`/${org}/keys/rotation`, await searchParams), org)
  return <RotationPage />
}
