import { StackedBar } from '@/components/ui/stacked-bar'
import { percent } from '@/components/words/cap-words'
import { CAP_NEAR } from '@/lib/domain/figures/cap-use'

/** How much of a cap is used, as a bar and in percent. `of`: which cap, for a screen reader. */
export function CapBar({ used, limit, of }: { used: number; limit: number; of: string }) {
  const fraction = limit > 0 ? used / limit : 1
  const share = percent(fraction)
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2">
      <StackedBar
        label={`${share} of ${of} used`}
        parts={[
          { value: Math.min(used, limit) || 0, className: fraction < CAP_NEAR ? 'fill-ink' : 'fill-wait' },
          { value: Math.max(0, limit - used), className: 'fill-off-bg' },
        ]}
      />
      <span aria-hidden className="text-small whitespace-nowrap text-soft">
        {share}
      </span>
    </span>
  )
}
