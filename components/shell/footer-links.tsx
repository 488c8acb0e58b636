'use client'
import Link from 'next/link'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { ADMIN_PAGES } from './pages'

const LINK = 'touch inline-flex items-center underline-offset-2 hover:text-ink hover:underline max-sm:underline'

/** The pages that are not about the fleet: who may do what, and the other orgs. */
export function FooterLinks() {
  const org = useOrgSlug()
  const { data: state } = useOrgState()
  return (
    <nav aria-label="Orgs and people" className="flex flex-wrap gap-x-4 max-sm:w-full">
      <Link href="/orgs" prefetch={false} className={LINK}>
        All orgs
      </Link>
      {may(state, 'administer') &&
        ADMIN_PAGES.map(({ path, name }) => (
          <Link key={path} href={`/${org}${path}`} prefetch={false} className={LINK}>
            {name}
          </Link>
        ))}
    </nav>
  )
}
