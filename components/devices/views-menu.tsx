'use client'
import { useQuery } from '@tanstack/react-query'
import { ListFilter } from 'lucide-react'
import { LazyMenu } from '@/components/ui/lazy-menu'
import { number } from '@/components/words/operation-words'
import { hygieneQuery, viewHref } from '@/lib/client/api/hygiene-query'
import { SILENT_DAYS_DEFAULT } from '@/lib/domain/selector/hygiene-views'

/** The views with their counts, where there is no column for them. */
export function ViewsMenu({ org, className }: { org: string; className: string }) {
  const { data } = useQuery(hygieneQuery(org, SILENT_DAYS_DEFAULT))
  if (!data) return null
  const entries = data.views.map(({ name, selector, count }) => ({
    text: count === null ? name : `${name} (${number(count)})`,
    href: viewHref(org, selector),
  }))
  return (
    <LazyMenu label="Views" entries={entries} look="quiet" className={className}>
      <ListFilter aria-hidden className="size-5" />
      <span className="sr-only">Views</span>
    </LazyMenu>
  )
}
