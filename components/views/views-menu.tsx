'use client'
import { ListFilter } from 'lucide-react'
import { LazyMenu } from '@/components/ui/lazy-menu'
import { number } from '@/components/words/operation-words'
import { viewHref } from '@/lib/client/api/hygiene-query'
import { useViews } from './use-views'

/** The views with their counts, where there is no column for them. */
export function ViewsMenu({ org, className }: { org: string; className: string }) {
  const views = useViews(org)
  if (views.length === 0) return null
  const entries = views.map(({ name, selector, count }) => ({
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
