import { isStop } from '@/lib/domain/operation'
import type { UsageMark } from '@/lib/domain/wire/usage'

/** Colour of a mark: a stop, or what starts agents again. */
export const markColour = ({ kind }: Pick<UsageMark, 'kind'>): string => (isStop(kind) ? 'var(--stop)' : 'var(--ok)')

/** The head of a mark on the time axis: a square for a stop, a triangle for a resume. Where it leads is in the list below the charts. */
export function MarkFlag({ mark, viewBox }: { mark: UsageMark; viewBox?: { x?: number; y?: number } }) {
  const { x = 0, y = 0 } = viewBox ?? {}
  return (
    <path
      d={isStop(mark.kind) ? `M${x - 4} ${y - 8}h8v8h-8Z` : `M${x - 4} ${y - 9}l8 4.5l-8 4.5Z`}
      fill={markColour(mark)}
      stroke="none"
    />
  )
}
