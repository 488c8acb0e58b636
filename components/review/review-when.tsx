import { SelectorExcerpt } from '@/components/ids/selector-excerpt'
import { TimeField } from '@/components/time/time-field'
import { Choice, type ChoiceOption } from '@/components/ui/choice'
import type { StateTerm } from '@/lib/domain/selector/state-term-of'
import { FenceEndField } from './fence-end-field'
import type { ReviewKind } from './review-words'
import type { useWhen } from './use-when'
import type { When } from './when-words'

type Props = {
  kind: ReviewKind
  when: ReturnType<typeof useWhen>
  /** The text that a fence would be of; null where none can be. */
  selector: string | null
  /** The term for which that text cannot be a fence. */
  stateTerm: StateTerm | null
}

/** Now or later, once or as a fence. Now and once is the default, and asks for nothing. */
export function ReviewWhen({ kind, when, selector, stateTerm }: Props) {
  const options = optionsOf(kind, selector !== null && stateTerm === null)
  return (
    <>
      <div className="flex flex-col gap-1">
        <Choice legend="When" options={options} value={when.when} onChange={when.setWhen} />
        {selector !== null && stateTerm && (
          <p className="text-small text-soft wrap-anywhere">
            It can only be once: a fence, which also revokes whatever matches later, looks at ids alone. What is marked
            changes with time:{' '}
            <SelectorExcerpt text={selector} position={stateTerm.position} length={stateTerm.length} />
          </p>
        )}
      </div>
      {when.when === 'fence' && <FenceEndField when={when} />}
      {when.when === 'later' && (
        <TimeField label="Begins" value={when.time} error={when.fault} onType={when.typeTime} onPick={when.pickTime} />
      )}
    </>
  )
}

const LATER: Record<ReviewKind, string> = {
  revoke: 'It begins by itself, with the devices of this review. Until then nothing of it is in force.',
  restore:
    'It begins by itself, with the devices of this review. If one of them, or the org, is stopped before, it waits for a person.',
  remove: 'It begins by itself, with the devices of this review. Until then it can be withdrawn.',
}

function optionsOf(kind: ReviewKind, canStand: boolean): ChoiceOption<When>[] {
  const later: ChoiceOption<When> = { value: 'later', text: 'Schedule', hint: LATER[kind] }
  if (!canStand) return [{ value: 'now', text: 'Now' }, later]
  return [
    { value: 'now', text: 'Now' },
    {
      value: 'fence',
      text: 'Keep revoking new matches',
      hint: 'A fence: it revokes these now, and each device that matches later when it is seen.',
    },
    later,
  ]
}
