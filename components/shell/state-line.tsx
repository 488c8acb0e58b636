'use client'
import { isOrgStopped, stopInForce } from '@/components/org/org-stopped'
import { ORG_TONE } from '@/components/org/org-tone'
import { useOrgState } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Pill } from '@/components/ui/pill'
import { number } from '@/components/words/operation-words'
import { orgStateWords } from '@/components/words/org-state-words'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** A headline of more letters needs the room of the counts on a phone. */
const LONG = 18
/** With so many letters of name, headline and counts there is room on a phone to say what the counts are; the headline is never cut for it. */
const SHORT = 23

/** Running or stopped, how many, how old is this, says who: before anything else, on every page. */
export function StateLine() {
  const { data: state } = useOrgState()
  const words = orgStateWords(state)
  const { tone, icon } = ORG_TONE[words.tone]
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 sm:flex-none">
      <Pill tone={tone} icon={icon} className="min-w-0 shrink">
        <span className="truncate">{words.headline}</span>
      </Pill>
      <span className="flex min-w-0 items-center gap-1.5 whitespace-nowrap text-soft max-sm:ml-auto max-sm:shrink-0">
        {/* Who stopped it, and how far that got, is shown by the stop control where there is room for it. */}
        {words.detail && (
          <span className={`max-md:hidden ${stopInForce(state) ? 'lg:hidden' : ''}`}>{words.detail} ·</span>
        )}
        {/* How many are active is no answer while none of them may work. */}
        {state?.counts && !isOrgStopped(state) && (
          <span className={`md:hidden ${words.headline.length > LONG ? 'max-sm:hidden' : 'max-[379px]:hidden'}`}>
            {number(state.counts.active)}
            <span className="sr-only"> of </span>
            <span aria-hidden>/</span>
            {number(state.counts.total)}
            <span className={isShort(words.headline, state) ? '' : 'sr-only'}> active</span> ·
          </span>
        )}
        {state?.reading.readAt && (
          <span>
            <span className="max-sm:sr-only">read </span>
            <Ago at={state.reading.readAt} side="end" />
            <span className="max-lg:hidden"> ·</span>
          </span>
        )}
        <span className="truncate max-lg:hidden">{state?.authority.name}</span>
      </span>
    </div>
  )
}

const isShort = (headline: string, { org, counts }: OrgState): boolean =>
  `${org.name}${headline}${number(counts?.active ?? 0)}/${number(counts?.total ?? 0)}`.length <= SHORT
