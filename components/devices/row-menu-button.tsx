import { EllipsisVertical } from 'lucide-react'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'

/** Opens what can be done with the device of a row. By keyboard the row itself does: the menu key, or Shift and F10. */
export function RowMenuButton({ id, onPress, onReach }: { id: string; onPress: () => void; onReach: () => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      data-row-menu
      aria-haspopup="menu"
      aria-label={`Actions for ${isolated(shownId(id))}`}
      onPointerEnter={onReach}
      onClick={onPress}
      className="touch inline-flex items-center justify-center rounded-box text-faint hover:bg-hover hover:text-ink"
    >
      <EllipsisVertical aria-hidden className="size-4" />
    </button>
  )
}
