import { useQuery } from '@tanstack/react-query'
import { hygieneQuery } from '@/lib/client/api/hygiene-query'
import { savedViewsQuery } from '@/lib/client/api/saved-view-queries'
import { SILENT_DAYS_DEFAULT } from '@/lib/domain/selector/hygiene-views'
import type { SavedView } from '@/lib/domain/wire/saved-view'

/** `count` null: not known. `fault`: why the selector picks nothing any more. `saved`: absent for those that every fleet has. */
export type ListedView = {
  key: string
  name: string
  selector: string
  count: number | null
  fault: string | null
  saved?: SavedView
}

/** The views that the person sees, those of every fleet first, then shared ones, then their own. */
export function useViews(org: string): ListedView[] {
  const { data: hygiene } = useQuery(hygieneQuery(org, SILENT_DAYS_DEFAULT))
  const { data: saved } = useQuery(savedViewsQuery(org))
  const own = (saved?.views ?? []).map((view) => ({ ...view, key: view.id, saved: view }))
  return [
    ...(hygiene?.views ?? []).map((view) => ({ ...view, fault: null })),
    ...own.filter(({ shared }) => shared),
    ...own.filter(({ shared }) => !shared),
  ]
}
