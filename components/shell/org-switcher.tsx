'use client'
import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { useOrgName, useOrgSlug } from '@/components/org/use-org'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { ALL_PAGES, pageOf } from './pages'

/** What the list has besides orgs: no address of an org begins so. */
const ALL = '/orgs'

/** Moves to the same page of another org, or to all of them. A native select: it works with a thumb, a keyboard and a screen reader alike. */
export function OrgSwitcher() {
  const org = useOrgSlug()
  const called = useOrgName()
  const router = useRouter()
  const page = pageOf(usePathname(), org)
  const { data } = useQuery(orgListQuery())
  const orgs = data?.orgs ?? [{ slug: org, name: org }]
  const path = ALL_PAGES.find(({ name }) => name === page)?.path ?? ''
  if (orgs.length < 2)
    return (
      <span className="block truncate font-semibold sm:pl-[30px] sm:font-normal sm:text-soft">
        <bdi>{called}</bdi>
      </span>
    )
  return (
    <select
      aria-label="Org"
      value={org}
      onChange={({ target: { value } }) => router.push(value === ALL ? ALL : `/${value}${path}`)}
      className="touch max-w-28 rounded-box border bg-panel px-2 py-1 font-semibold sm:w-full sm:max-w-none"
    >
      {orgs.map(({ slug, name }) => (
        <option key={slug} value={slug}>
          {orgs.some((other) => other.slug !== slug && other.name === name) ? `${name} – ${slug}` : name}
        </option>
      ))}
      <option value={ALL}>All orgs…</option>
    </select>
  )
}
