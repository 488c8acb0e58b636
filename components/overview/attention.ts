import type { Tone } from '@/components/ui/pill'
import { capWords } from '@/components/words/cap-words'
import { operationResult, operationTitle } from '@/components/words/operation-words'
import { orgStateWords } from '@/components/words/org-state-words'
import { rotatedKeyWords } from '@/components/words/rotated-key-words'
import { capUse } from '@/lib/domain/figures/cap-use'
import type { StopCounts } from '@/lib/domain/stop'
import { textTime } from '@/lib/domain/time/text-time'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { LostRotation, Overview } from '@/lib/domain/wire/overview'

/** `since` is ISO 8601, null if unknown, absent where there is no one moment; `isOlder`: since some time before. `act`: where a person does something about it. */
export type Attention = {
  key: string
  kind: 'stop' | 'cap' | 'operation' | 'key'
  tone: Tone
  word: string
  text: string
  since?: string | null
  /** What happened then: `accepted`. */
  event?: string
  isOlder?: true
  act: { label: string; href: string }
  /** Of a stop in force: how far it got. */
  counts?: StopCounts
}

/**
 * What needs a person, most urgent first; empty if nothing does. Alarms, a fence whose reminder is due, a rejected key and an old
 * reading are not here: a banner above every page says them. Fences in force have a card of their own.
 */
export function attentionOf(
  state: OrgState,
  { waiting, capNear, lostRotation }: Pick<Overview, 'waiting' | 'capNear' | 'lostRotation'>,
): Attention[] {
  const { slug } = state.org
  const operations = waiting.operations.map((operation): Attention => {
    const { tone, text } = operationResult(operation)
    return {
      key: operation.id,
      kind: 'operation',
      tone,
      word: text,
      text: operationTitle(operation),
      since: operation.requestedAt,
      event: 'requested',
      act: { label: 'Open', href: `/${slug}/operations/${operation.id}` },
    }
  })
  const more = waiting.total - waiting.operations.length
  return [
    stopAttention(state),
    lostRotation && keyAttention(state, lostRotation),
    ...operations,
    more > 0
      ? {
          key: 'more',
          kind: 'operation' as const,
          tone: 'wait' as const,
          word: `${more.toLocaleString('en')} more`,
          text: 'operations wait for a person',
          act: { label: 'Show all', href: `/${slug}/operations` },
        }
      : null,
    capAttention(state, capNear),
  ].filter((each) => each !== null)
}

function stopAttention(state: OrgState): Attention | null {
  const { orgStop, execution, org } = state
  const stop = { key: 'stop', kind: 'stop' as const }
  if (orgStop) {
    const inForce = orgStop.status === 'accepted'
    const { tone, claim } = orgStateWords(state)
    return {
      ...stop,
      tone: tone === 'unknown' ? 'wait' : 'stop',
      // How many were denied is in the header.
      word: tone === 'stopped' ? 'Stop in force' : claim,
      text: [
        orgStop.total > 0 ? 'each active device revoked and held: this authority cannot disable an org' : '',
        orgStop.reason ? `“${orgStop.reason}”` : '',
      ]
        .filter(Boolean)
        .join(' · '),
      since: orgStop.acceptedAt ?? orgStop.requestedAt,
      event: orgStop.acceptedAt ? 'accepted' : 'requested',
      act: { label: 'Open the stop', href: `/${org.slug}/operations/${orgStop.operationId}` },
      ...(inForce ? { counts: orgStop.counts } : {}),
    }
  }
  if (execution.state !== 'disabled') return null
  return {
    ...stop,
    tone: 'stop',
    word: 'Stopped elsewhere',
    text: ['not by this console', execution.reason ? `“${execution.reason}”` : ''].filter(Boolean).join(' · '),
    since: execution.changedAt,
    act: { label: 'Activity', href: `/${org.slug}/activity` },
  }
}

/** The console may be about to lose its key: the time that is left is what counts. */
const keyAttention = (
  { org, at, permissions }: OrgState,
  { kind, keyName, requestedAt, until }: LostRotation,
): Attention => ({
  key: 'key',
  kind: 'key',
  tone: 'stop',
  word: 'Key rotation',
  text: `Whether ${rotatedKeyWords({ kind, keyName })} was rotated is not known. ${until > at ? `Recover it before ${textTime(until)}` : `The time to recover it was over at ${textTime(until)}`}`,
  since: requestedAt,
  event: 'requested',
  act: { label: permissions.includes('administer') ? 'Recover' : 'Open', href: `/${org.slug}/keys/rotation` },
})

const CAP_WORD = { near: 'Cap nearly reached', reached: 'Cap reached', over: 'Over the cap' } as const

function capAttention({ cap, counts, org }: OrgState, capNear: Overview['capNear']): Attention | null {
  const use = capUse(cap, counts?.active)
  if (use.state === 'unknown' || use.state === 'none' || use.state === 'free') return null
  const { used, left } = capWords(use)
  return {
    key: 'cap',
    kind: 'cap',
    tone: 'wait',
    word: CAP_WORD[use.state],
    text: use.state === 'near' ? `${used}, ${left}` : `${used}; new devices are refused`,
    since: capNear?.at ?? null,
    ...(capNear?.isOlder ? { isOlder: true as const } : {}),
    act: { label: 'Show active', href: `/${org.slug}/devices?q=${encodeURIComponent('status:active')}` },
  }
}
