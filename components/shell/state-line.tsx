'use client'
import { stopInForce } from '@/components/stop/held'
import { orgStateWords } from '@/components/stop/org-state-words'
import { ORG_TONE } from '@/components/stop/org-tone'
import { useOrgState } from '@/components/stop/use-org'
import { Ago } from '@/components/ui/ago'
import { Pill } from '@/components/ui/pill'

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
        {/* Who stopped it, and how far that got, stands at the stop control where there is room for it. */}
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
