'use client'
import { IdText } from '@/components/ids/id-text'
import { CopyButton } from '@/components/ui/copy-button'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { placesSentence } from '@/components/words/connect-words'
import { number } from '@/components/words/operation-words'
import { errorDetail } from '@/lib/client/api/error-detail'
import { planIds } from '@/lib/domain/connect/id-plan'
import type { IdState } from '@/lib/domain/wire/connect'
import type { Draft } from './use-connect-draft'
import { useIdCheck } from './use-id-check'

type Props = { org: string; parts: readonly string[]; draft: Draft; plan: string }

/** The ids that a plan comes to, with what is known of each, and whether those that are new fit under the cap. */
export function PlanIds({ org, parts, draft, plan }: Props) {
  const ids = planIds(draft.plan, draft.id, parts)
  const { check, fault, error } = useIdCheck(org, draft.id, parts, ids.length > 0 ? plan : '')
  if (draft.plan.length === 0 || ids.length === 0) return null
  if (fault) return <p className="text-small text-wait">The id above comes first. {fault}</p>
  const states = new Map(check?.ids.map((state) => [state.id, state]))
  const isTaken = (id: string) => (states.get(id)?.registered ?? null) !== null
  const taken = ids.filter(isTaken).length
  const fresh = ids.length - taken
  const tooMany = typeof check?.slots === 'number' && fresh > check.slots
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <p role="status" className={`text-small ${tooMany ? 'text-wait' : 'text-soft'}`}>
          {number(ids.length)} ids{taken > 0 && `, ${number(taken)} of them registered already`}.{' '}
          {check && placesSentence(fresh, check.slots)}
          {error && `They were not checked. ${errorDetail(error)}`}
        </p>
        <CopyButton text={ids.join('\n')} label="Copy the ids of the plan" />
      </div>
      <ScrollRegion label="Ids of the plan" className="max-h-60 overflow-y-auto rounded-box border bg-bg">
        <ul className="divide-y text-small">
          {ids.map((id) => (
            <li key={id} className="flex flex-wrap justify-between gap-x-3 px-3 py-1">
              <IdText id={id} />
              <span className="text-soft">{wordOf(states.get(id))}</span>
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </div>
  )
}

function wordOf(state: IdState | undefined): string {
  if (!state) return ''
  const [like] = state.lookalikes
  return `${state.registered ? 'registered' : 'free'}${like === undefined ? '' : ', has a look-alike'}`
}
