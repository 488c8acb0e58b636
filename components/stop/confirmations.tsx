import { StackedBar } from '@/components/ui/stacked-bar'
import { confirmationWords } from '@/components/words/confirmation-words'
import { number } from '@/components/words/operation-words'
import type { StopCounts } from '@/lib/domain/stop'
import type { StopDevices } from '@/lib/domain/wire/operations'
import { STOP_STATE } from './stop-evidence'

const ORDER = ['confirmed', 'asked', 'waiting', 'contradicted'] as const

/**
 * The answers to a stop as progress. Only what is confirmed fills the bar; what waits is the empty rest of it, so at zero it is
 * empty. Each of the four counts with what it means, until all are confirmed: then the headline says it.
 */
export function Confirmations({ counts, expected }: { counts: StopCounts; expected: StopDevices['expected'] }) {
  const { headline, note, source } = confirmationWords(counts, expected)
  return (
    <section aria-label="Confirmations" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <p className="font-medium">{headline}</p>
        {note && <p className="text-small text-soft">{note}</p>}
      </div>
      <StackedBar
        label={headline}
        parts={[
          { value: counts.confirmed, className: 'fill-ok' },
          { value: counts.asked, className: 'fill-edge' },
          { value: counts.contradicted, className: 'fill-stop' },
          { value: counts.waiting, className: 'fill-off-bg' },
        ]}
      />
      {source && <p className="text-small text-soft">{source}</p>}
      {counts.asked + counts.waiting + counts.contradicted > 0 && (
        <dl className="grid grid-cols-2 gap-x-4 gap-y-2 pt-1 sm:grid-cols-4">
          {ORDER.map((state) => (
            <Count key={state} state={state} count={counts[state]} />
          ))}
        </dl>
      )}
    </section>
  )
}

const TEXT = { ok: 'text-ok', wait: 'text-wait', stop: 'text-stop' } as const

function Count({ state, count }: { state: (typeof ORDER)[number]; count: number }) {
  const { icon: Icon, tone, means } = STOP_STATE[state]
  return (
    <div className={`flex min-w-0 flex-col ${count > 0 ? '' : 'text-faint'}`}>
      <dt className={`flex items-center gap-1.5 text-small ${count > 0 ? TEXT[tone] : ''}`}>
        <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
        <span>
          <span className="font-medium">{number(count)}</span> {state}
        </span>
      </dt>
      <dd className={`text-tiny text-soft ${count > 0 ? '' : 'max-sm:sr-only'}`}>{means}</dd>
    </div>
  )
}
