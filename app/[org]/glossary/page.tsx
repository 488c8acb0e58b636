import { GlossaryPage } from '@/components/glossary/glossary-page'
import { pageContext } from '@/lib/server/page'

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params
  await pageContext(`/${org}/glossary`, org)
  return <GlossaryPage org={org} />
}
