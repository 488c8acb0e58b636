import type { Tone } from '@/components/ui/pill'
import { formatDuration } from '@/lib/client/format/format-time'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import { isOrgWide, type Operation, type OperationKind, type OutcomeCounts } from '@/lib/domain/operation'
import type { OperationProgress, StepProgress } from '@/lib/domain/progress'
import { liftedDevices, stopHeadline } from '@/lib/domain/stop'
import { partsWords } from './part-words'

export const number = (value: number): string => value.toLocaleString('en')
export const devices = (count: number): string => (count === 1 ? '1 device' : `${number(count)} devices`)

/** Words for each kind: the button, the noun, and what a device is afterwards. */
export const KIND_WORDS: Record<OperationKind, { verb: string; noun: string; done: string }> = {
  revoke: { verb: 'Revoke', noun: 'Revoke', done: 'revoked' },
  restore: { verb: 'Restore', noun: 'Restore', done: 'restored' },
  remove: { verb: 'Remove', noun: 'Removal', done: 'removed' },
  register: { verb: 'Register', noun: 'Registration', done: 'registered' },
  disable: { verb: 'Stop', noun: 'Stop', done: 'stopped' },
  enable: { verb: 'Resume', noun: 'Resume', done: 'resumed' },
}

/** `fence`: anything but null, false or nothing where it is one. */
type Titled = Pick<Operation, 'kind' | 'total' | 'undoes' | 'selector' | 'liftsFence' | 'firstDevice' | 'groups'> & {
  fence?: object | boolean | null
}

/** What the operation is, as a title: `Revoke of 6 devices`, `Stop of the whole org`, `Fence: revoke env:prod role:tool-*`. */
export function operationTitle(operation: Titled): string {
  const { undoes, selector, fence, liftsFence } = operation
  if (fence) return `Fence: revoke ${selector ? isolated(shownId(selector)) : 'the whole fleet'}`
  return `${liftsFence ? 'Lift of a fence: ' : undoes ? 'Undo: ' : ''}${actTitle(operation)}`
}

/** The same by its kind alone: `Revoke of 6 devices`; one device by its id, where that is known. */
export function actTitle({ kind, total, firstDevice }: Pick<Operation, 'kind' | 'total' | 'firstDevice'>): string {
  const named = total === 1 && firstDevice !== undefined ? isolated(shownId(firstDevice)) : devices(total)
  return `${KIND_WORDS[kind].noun} of ${isOrgWide(kind) ? 'the whole org' : named}`
}

/**
 * What it is of, beside a title that says how many: its selector, or else the roles and environments of its ids, or its first device;
 * null where the title says it all.
 */
export function operationScope({ kind, total, selector, fence, firstDevice, groups }: Titled): string | null {
  if (isOrgWide(kind) || fence) return null
  if (selector !== null) return isolated(shownId(selector)) || 'the whole fleet'
  if (firstDevice === undefined || total < 2) return null
  return partsWords(groups ?? []) ?? `${isolated(shownId(firstDevice))} and ${number(total - 1)} more`
}

/** A scheduled one that a person withdrew before its time. */
export const wasWithdrawn = ({ startAt, finishedAt }: Pick<Operation, 'startAt' | 'finishedAt'>): boolean =>
  Boolean(startAt && finishedAt) && Date.parse(finishedAt as string) < Date.parse(startAt as string)

/** Of devices that are not sent, not answered, or answered and not read back yet: the answer alone is no outcome. */
export const NO_OUTCOME = 'no outcome yet'

/** Outcomes in words, worst first, leaving out what did not occur. @param since what became of those that were done. */
export function outcomeSentence(kind: OperationKind, outcomes: OutcomeCounts, since = ''): string {
  const { failed, unknown, refused, pending, done, skipped } = outcomes
  const parts: [number, string][] = [
    [failed, 'failed'],
    [unknown, 'not known'],
    [refused, 'refused'],
    [done, `${KIND_WORDS[kind].done}${since}`],
    [skipped, 'skipped'],
    [pending, NO_OUTCOME],
  ]
  return parts.flatMap(([count, word]) => (count > 0 ? `${number(count)} ${word}` : [])).join(', ')
}

/** Its state, in the fewest true words. */
export function operationResult(operation: Operation): { tone: Tone; text: string } {
  const { kind, state, outcomes, stop, error, acceptedAt } = operation
  if (state === 'scheduled') return { tone: 'wait', text: 'Scheduled' }
  if (wasWithdrawn(operation)) return { tone: 'off', text: 'Withdrawn before it began' }
  if (state === 'interrupted') return { tone: 'wait', text: 'Interrupted, waits for a person' }
  if (state === 'paused') return { tone: 'wait', text: `${error ? 'Halted' : 'Paused'}, waits for a person` }
  if (state === 'cancelling') return { tone: 'wait', text: 'Being cancelled' }
  if (kind === 'disable' && stop)
    return { tone: stopTone(stop), text: stopHeadline(stop.status, stop.counts, operation.total, stop.unusable) }
  if (kind === 'enable') {
    if (acceptedAt) return { tone: 'ok', text: 'Accepted' }
    if (error?.code === 'interrupted') return { tone: 'wait', text: 'Not known whether it took effect' }
    return error ? { tone: 'off', text: 'Refused' } : { tone: 'wait', text: 'Requested, not yet accepted' }
  }
  if (state !== 'finished') return { tone: 'wait', text: state === 'queued' ? 'Requested' : 'Under way' }
  if (operation.fence && operation.total === 0) return { tone: 'off', text: 'Nothing caught yet' }
  const bad = outcomes.failed + outcomes.unknown + outcomes.refused
  if (stop && stop.counts.contradicted > 0) return { tone: 'stop', text: outcomeSentence(kind, outcomes) }
  return {
    tone: bad > 0 ? 'wait' : kind === 'revoke' || kind === 'remove' ? 'off' : 'ok',
    text: outcomeSentence(kind, outcomes, liftedSince(operation)) || 'Nothing to do',
  }
}

/** What became since of the devices that a stop revoked: it says what it did, and not that they are so still. */
function liftedSince({ stop, outcomes: { done } }: Operation): string {
  const lifted = stop ? liftedDevices(stop, done) : 0
  if (lifted === 0) return ''
  return lifted >= done ? ' (lifted since)' : ` (${number(lifted)} of them lifted since)`
}

/** How far and how fast, from the sums of the console: `4,200 of 10,000 answered · 820 a second · about 7 s left`. */
export function progressSentence(
  { total, answered, perSecond, leftMs }: OperationProgress,
  state: Operation['state'] = 'running',
): string {
  if (total > 0 && answered === total) {
    const isRead = state === 'running' || state === 'cancelling'
    return `all ${number(total)} answered${isRead ? ' · reading them back' : ''}`
  }
  const parts = [`${number(answered)} of ${number(total)} answered`]
  if (perSecond !== null)
    parts.push(perSecond < 1 ? 'less than 1 a second' : `${number(Math.round(perSecond))} a second`)
  if (leftMs !== null) parts.push(`about ${formatDuration(leftMs + 999)} left`)
  return parts.join(' · ')
}

/** Of a staged restore: which step, how far it is, and which devices it waits for; halted, it waits only for a person. */
export function stepSentence(of: StepProgress, isHalted = false): string {
  const { step, steps, devices: count, validating, stopped } = of
  const where = `Step ${step} of ${steps}`
  const open = count - validating
  if (count === 0) return `${where}: being sent`
  const parts = [`${number(validating)} of ${number(count)} active and validating`]
  if (stopped > 0) parts.push(`${number(stopped)} denied or stopped`)
  if (open > 0) parts.push(`${isHalted ? 'not so:' : 'waits for'} ${devices(open)}`)
  return `${where}: ${parts.join(' · ')}`
}

/** Red while it is in force or alarming, amber while it is not known, grey once it is over. */
export function stopTone(stop: NonNullable<Operation['stop']>): Tone {
  if (stop.status === 'accepted' || stop.status === 'lifted-elsewhere' || stop.counts.contradicted > 0) return 'stop'
  if (stop.status === 'lifted' || stop.status === 'withdrawn' || stop.status === 'closed') return 'off'
  return 'wait'
}

/** Evidence for a stop in words: `19 of 25 confirmed · 6 waiting`. */
export function evidenceSentence(counts: NonNullable<Operation['stop']>['counts']): string {
  const total = counts.confirmed + counts.asked + counts.waiting + counts.contradicted
  if (total === 0) return 'no active device was covered'
  const parts = [`${number(counts.confirmed)} of ${number(total)} confirmed`]
  if (counts.asked) parts.push(`${number(counts.asked)} asked`)
  if (counts.waiting) parts.push(`${number(counts.waiting)} waiting`)
  if (counts.contradicted) parts.push(`${number(counts.contradicted)} contradicted`)
  return parts.join(' · ')
}

/**
 * Who can have asked, for the devices that are confirmed: each under its own key, or any agent that shares one. Empty while none is.
 */
export function sourceSentence({ confirmed, proven = 0 }: { confirmed: number; proven?: number }): string {
  if (confirmed === 0) return ''
  if (proven === confirmed) return 'Proven: each was denied under its own device key.'
  const reported = 'another agent with the same key may have asked'
  if (proven === 0) return `Reported: ${reported}.`
  return `${number(proven)} proven under their own device keys, ${number(confirmed - proven)} reported: ${reported}.`
}

/**
 * The result on one line: of a stop in force its evidence too, and no more than once. `25 revoked` is left out where it did so with
 * each of its devices, because the evidence counts them.
 */
export function resultLine(operation: Operation): string {
  const { stop, fence, total, kind, outcomes } = operation
  const { text } = operationResult(operation)
  if (stop?.status !== 'accepted' || operation.state !== 'finished' || (fence && total === 0)) return text
  const { confirmed, asked, waiting, contradicted } = stop.counts
  const watched = confirmed + asked + waiting + contradicted
  if (watched === 0 || (kind === 'disable' && text.startsWith('All '))) return text
  const evidence = evidenceSentence(stop.counts)
  return kind === 'revoke' && outcomes.done === total && watched === total ? evidence : `${text} · ${evidence}`
}
