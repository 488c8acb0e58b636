'use client'
import { Bookmark } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { LazyMenu } from '@/components/ui/lazy-menu'
import { number } from '@/components/words/operation-words'
import { viewHref } from '@/lib/client/api/hygiene-query'
import { useViews } from './use-views'

/** The views with their counts, and the way to the notes, where there is no column for them. */
export function ViewsMenu({ org, className }: { org: string; className: string }) {
  const router = useRouter()
  const views = useViews(org)
  const listed = views.map(({ name, selector, count }) => ({
    text: count === null ? name : `${name} (${number(count)})`,
    run: () => router.push(viewHref(org, selector)),
  }))
  const entries = [...listed, { text: 'Notes', run: () => router.push(`/${org}/notes`) }]
  return (
    <LazyMenu label="Views and notes" entries={entries} look="quiet" className={className}>
      <Bookmark aria-hidden className="size-5" />
      <span className="sr-only">Views and notes</span>
    </LazyMenu>
  )
}
