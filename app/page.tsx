import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { LAST_ORG } from '@/lib/client/state/preference-cookies'
import { pageContext } from '@/lib/server/page'
import { listOrgs } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'

/** The org that this browser showed last, or the only one; else the page of all of them. */
export default async function Page(): Promise<never> {
  const { orgs } = await invoke(listOrgs, await pageContext('/'), {})
  const last = (await cookies()).get(LAST_ORG)?.value
  const org = orgs.find(({ slug }) => slug === last) ?? (orgs.length === 1 ? orgs[0] : undefined)
  redirect(org ? `/${org.slug}` : '/orgs')
}
