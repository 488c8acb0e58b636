import { CircleCheck, CircleDashed, MessageCircleQuestion, OctagonAlert } from 'lucide-react'
import { Pill, type Tone } from '@/components/ui/pill'
import { StackedBar } from '@/components/ui/stacked-bar'
import { evidenceSentence, number, sourceSentence } from '@/components/words/operation-words'
import type { DeviceStopState, StopCounts } from '@/lib/domain/stop'

export const STOP_STATE = {
  contradicted: {
    tone: 'stop',
    icon: OctagonAlert,
    fill: 'fill-stop',
    means: 'was allowed, or is active again, after the stop was accepted',
  },
  waiting: {
    tone: 'wait',
    icon: CircleDashed,
    fill: 'fill-wait',
    means: 'no validate seen since the stop; silence is not success',
  },
  asked: {
    tone: 'wait',
    icon: MessageCircleQuestion,
    fill: 'fill-edge',
    means: 'validated since; this authority does not show the answer',
  },
  confirmed: { tone: 'ok', icon: CircleCheck, fill: 'fill-ok', means: 'was denied at a validate after the stop' },
} as const satisfies Record<DeviceStopState, { tone: Tone; icon: typeof CircleCheck; fill: string; means: string }>

const ORDER = ['confirmed', 'asked', 'waiting', 'contradicted'] as const

/** Evidence for a stop: one bar, and each state with its count and what it means. */
export function StopEvidence({ counts }: { counts: StopCounts }) {
  const sentence = evidenceSentence(counts)
  return (
    <div className="flex flex-col gap-2.5">
      <p className="font-semibold">{sentence}</p>
      <StackedBar
        label={sentence}
        parts={ORDER.map((state) => ({ value: counts[state], className: STOP_STATE[state].fill }))}
      />
      <div className="flex flex-wrap gap-2">
        {ORDER.filter((state) => state !== 'asked' || counts.asked > 0).map((state) => (
          <span key={state} title={STOP_STATE[state].means}>
            <Pill tone={counts[state] > 0 ? STOP_STATE[state].tone : 'off'} icon={STOP_STATE[state].icon}>
              {number(counts[state])} {state}
            </Pill>
          </span>
        ))}
      </div>
      {counts.confirmed > 0 && <p className="text-small text-soft">{sourceSentence(counts)}</p>}
    </div>
  )
}
