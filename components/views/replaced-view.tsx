import { useId } from 'react'
import { IdText } from '@/components/ids/id-text'
import { isolated } from '@/lib/domain/ids/isolated'
import type { SavedView } from '@/lib/domain/wire/saved-view'
import { useViews } from './use-views'

type Props = { org: string; replaced: SavedView | null; onPick: (view: SavedView | null) => void }

/** Whether what is saved is a new view, or what one of the person's views shows from now on; nothing where there is none to change. */
export function ReplacedView({ org, replaced, onPick }: Props) {
  const id = useId()
  const mine = useViews(org).flatMap(({ saved }) => (saved?.mayChange ? [saved] : []))
  if (mine.length === 0) return null
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        Save as
      </label>
      <select
        id={id}
        value={replaced?.id ?? ''}
        aria-describedby={`${id}-was`}
        onChange={(event) => onPick(mine.find((view) => view.id === event.target.value) ?? null)}
        className="touch w-full rounded-box border border-edge bg-panel px-3 py-1.5"
      >
        <option value="">A new view</option>
        {mine.map((view) => (
          <option key={view.id} value={view.id}>
            In place of “{isolated(view.name)}”
          </option>
        ))}
      </select>
      <p id={`${id}-was`} className="text-small text-soft empty:hidden">
        {replaced && (
          <>
            It shows <IdText id={replaced.selector} /> now{replaced.shared && ', to all of the org'}.
          </>
        )}
      </p>
    </div>
  )
}
