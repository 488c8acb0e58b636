import { Gauge, Hourglass, KeyRound, Square } from 'lucide-react'
import Link from 'next/link'
import { STOP_STATE } from '@/components/stop/stop-evidence'
import { Ago } from '@/components/time/ago'
import { WithTimes } from '@/components/time/with-times'
import { buttonClass } from '@/components/ui/button'
import { Pill } from '@/components/ui/pill'
import { StackedBar } from '@/components/ui/stacked-bar'
import { evidenceSentence, number } from '@/components/words/operation-words'
import type { StopCounts } from '@/lib/domain/stop'
import type { Attention } from './attention'

const ICON = { stop: Square, cap: Gauge, operation: Hourglass, key: KeyRound } as const
const STATES = ['confirmed', 'asked', 'waiting', 'contradicted'] as const

/** What needs a person, each in one line with the act beside it. Nothing where nothing does. */
export function AttentionList({ items }: { items: readonly Attention[] }) {
  if (items.length === 0) return null
  return (
    <section aria-label="Needs a person" className="rounded-box border bg-panel">
      <ul>
        {items.map((item) => (
          <li
            key={item.key}
            className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t px-3 py-2 first:border-t-0 sm:px-4"
          >
            <Pill tone={item.tone} icon={ICON[item.kind]}>
              {item.word}
            </Pill>
            <p className="min-w-0 flex-1 basis-48 wrap-anywhere text-soft">
              {item.text && (
                <bdi className="text-ink">
                  <WithTimes text={item.text} />
                </bdi>
              )}
              {item.text && item.since !== undefined && ' · '}
              <Since item={item} />
            </p>
            {item.counts && <Evidence counts={item.counts} />}
            <Link href={item.act.href} prefetch={false} className={buttonClass('plain', 'small')}>
              {item.act.label}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Since({ item: { since, isOlder, event = 'since' } }: { item: Attention }) {
  if (since === undefined) return null
  if (since === null) return 'since when is not known'
  if (isOlder)
    return (
      <>
        already so <Ago at={since} />, where the samples begin
      </>
    )
  return (
    <>
      {event} <Ago at={since} />
    </>
  )
}

/** How far a stop got, as a picture; what is not confirmed in words too. */
function Evidence({ counts }: { counts: StopCounts }) {
  return (
    <div className="flex w-full items-center gap-3 sm:w-auto">
      <span className="w-24 shrink-0">
        <StackedBar
          label={evidenceSentence(counts)}
          parts={STATES.map((state) => ({ value: counts[state], className: STOP_STATE[state].fill }))}
        />
      </span>
      <span className="flex flex-wrap gap-x-3 text-small text-soft">
        {STATES.flatMap((state) => {
          const Icon = STOP_STATE[state].icon
          if (counts[state] === 0 || state === 'confirmed') return []
          return [
            <span key={state} title={STOP_STATE[state].means} className="inline-flex items-center gap-1">
              <Icon aria-hidden className="size-3.5" />
              {number(counts[state])} {state}
            </span>,
          ]
        })}
      </span>
    </div>
  )
}
