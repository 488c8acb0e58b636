'use client'
import Link from 'next/link'
import { may, useOrgSlug, useOrgState } from '@/components/org/use-org'
import { PEOPLE_PAGE } from './pages'

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
      {may(state, 'administer') && (
        <Link href={`/${org}${PEOPLE_PAGE.path}`} prefetch={false} className={LINK}>
          {PEOPLE_PAGE.name}
        </Link>
      )}
    </nav>
  )
}
