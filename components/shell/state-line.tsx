'use client'
import { stopInForce } from '@/components/org/org-stopped'
import { ORG_TONE } from '@/components/org/org-tone'
import { useOrgState } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Pill } from '@/components/ui/pill'
import { orgStateWords } from '@/components/words/org-state-words'

/** Running or stopped, how many, how old is this, says who: before anything else, on every page. */
export function StateLine() {
  const { data: state } = useOrgState()
  const words = orgStateWords(state)
  const { tone, icon } = ORG_TONE[words.tone]
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
      <Pill tone={tone} icon={icon}>
        <span className="whitespace-normal">{words.headline}</span>
      </Pill>
      <span className="text-soft">
        {/* The stop control says who stopped it, and how far that got, where there is room. */}
        <span className={stopInForce(state) ? 'max-sm:hidden lg:hidden' : ''}>{words.detail} · </span>
        {state?.reading.readAt && (
          <>
            read <Ago at={state.reading.readAt} /> ·{' '}
          </>
        )}
        {state?.authority.name}
      </span>
    </div>
  )
}
