import { CircleCheck, CircleDashed, CircleHelp, CircleSlash, Square } from 'lucide-react'
import { StackedBar } from '@/components/ui/stacked-bar'
import { number } from '@/components/words/operation-words'
import { type TallyPart, tallyParts, tallySentence } from '@/components/words/tally-words'
import type { GridTally } from '@/lib/domain/figures/fleet-grid'

const LOOK = {
  running: { fill: 'fill-ok', text: 'text-ok', icon: CircleCheck },
  silent: { fill: 'fill-wait', text: 'text-wait', icon: CircleDashed },
  denied: { fill: 'fill-stop', text: 'text-stop', icon: Square },
  revoked: { fill: 'fill-edge', text: 'text-off', icon: CircleSlash },
  unknown: { fill: 'fill-line', text: 'text-wait', icon: CircleHelp },
} as const satisfies Record<TallyPart['state'], { fill: string; text: string; icon: typeof Square }>

/** Of the usual the bar says enough: all of it runs, or all of it is denied. */
const isUsual = (state: TallyPart['state'] | undefined): boolean => state === 'running' || state === 'denied'

type Props = { tally: GridTally; isStopped: boolean; strong?: boolean }

/** Devices as a number over one small bar of their states; beside the number, what is not as it should be, with its icon. */
export function TallyBar({ tally, isStopped, strong = false }: Props) {
  const parts = tallyParts(tally, isStopped)
  // Where all are in one state that needs a sign, their number is said once, after the sign.
  const isOneState = parts.length === 1 && !isUsual(parts[0]?.state)
  return (
    <span aria-hidden className="flex min-w-14 flex-col gap-1">
      <span className="flex items-baseline gap-2 whitespace-nowrap">
        {!isOneState && <span className={strong ? 'font-semibold' : 'font-medium'}>{number(tally.total)}</span>}
        {parts.map(({ state, count }) => {
          const { text, icon: Icon } = LOOK[state]
          if (isUsual(state)) return null
          const size = isOneState ? (strong ? 'font-semibold' : 'font-medium') : 'text-tiny'
          return (
            <span key={state} className={`inline-flex items-center gap-0.5 ${size} ${text}`}>
              <Icon className="size-3 shrink-0" strokeWidth={2.25} />
              {number(count)}
            </span>
          )
        })}
      </span>
      <span className="max-w-24 [&>svg]:h-1">
        <StackedBar
          label={tallySentence(tally, isStopped)}
          parts={parts.map(({ state, count }) => ({ value: count, className: LOOK[state].fill }))}
        />
      </span>
    </span>
  )
}

/** What the number is, and what the signs and the colours of the bars mean: of the states that occur. */
export function TallyLegend({ all, isStopped }: { all: GridTally; isStopped: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
      <li className="text-soft">total, of it:</li>
      {tallyParts(all, isStopped).map(({ state }) => {
        const { text, icon: Icon } = LOOK[state]
        return (
          <li key={state} className={`inline-flex items-center gap-1 ${text}`}>
            <Icon aria-hidden className="size-3.5" strokeWidth={2.25} />
            {state}
          </li>
        )
      })}
    </ul>
  )
}
