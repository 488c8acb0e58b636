'use client'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { SignOutButton } from '@/components/access/sign-out-button'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { lastOrg } from '@/lib/client/state/preferences'
import { useObservable } from '@/lib/client/state/use-observable'

const LINK = 'touch inline-flex min-w-0 items-center gap-1 text-ink underline-offset-2 hover:underline max-sm:underline'

const PAGES = [
  { href: '/orgs', text: 'All orgs' },
  { href: '/account', text: 'Your account' },
]

/** The ways on from a page outside of any org: back to the org that was looked at last, the other such pages, and out. */
export function OutsideNav() {
  const path = usePathname()
  const { data } = useQuery(orgListQuery())
  const last = useObservable(lastOrg, null)
  const orgs = data?.orgs ?? []
  const back = orgs.find(({ slug }) => slug === last) ?? (orgs.length === 1 ? orgs[0] : undefined)
  return (
    <nav
      aria-label="Ways on"
      className="flex flex-wrap items-center gap-x-4 border-b px-4 text-small text-soft sm:px-5 sm:py-1"
    >
      {back && (
        <Link href={`/${back.slug}`} prefetch={false} className={LINK}>
          <ArrowLeft aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">
            Back to <bdi>{back.name}</bdi>
          </span>
        </Link>
      )}
      {PAGES.filter(({ href }) => href !== path).map(({ href, text }) => (
        <Link key={href} href={href} prefetch={false} className={LINK}>
          {text}
        </Link>
      ))}
      <SignOutButton className="ml-auto -mr-2" />
    </nav>
  )
}
