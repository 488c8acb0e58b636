import { evidenceSentence, KIND_WORDS, operationResult, operationTitle } from '@/components/words/operation-words'
import { errorDetail } from '@/lib/client/api/error-detail'
import type { ToastContent } from '@/lib/client/state/toasts'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { Operation } from '@/lib/domain/operation'
import { textTime } from '@/lib/domain/time/text-time'

const LASTS_MS = 8_000

/**
 * The visible result of an act, with the way to its operation. What is not settled stays until it is dismissed. It follows its
 * operation: how far it is, and how many devices are confirmed so far.
 */
export function operationToast(operation: Operation, deviceId?: string): ToastContent {
  const result = operationResult(operation)
  const about = deviceId
    ? { title: `${KIND_WORDS[operation.kind].noun} of`, subject: isolated(shownId(deviceId)) }
    : { title: operationTitle(operation) }
  const isScheduled = operation.state === 'scheduled'
  const begins = isScheduled && operation.startAt ? `begins ${textTime(operation.startAt)}` : null
  const evidence =
    operation.stop?.status === 'accepted' && operation.total > 0 ? evidenceSentence(operation.stop.counts) : null
  const by = isScheduled ? null : `answered by ${operation.authority}`
  const details = [result.text, begins, operation.error?.message, by]
  return {
    tone: result.tone,
    ...about,
    counts: evidence ?? undefined,
    detail: details.filter(Boolean).join(' · '),
    link: { href: `/${operation.org}/operations/${operation.id}`, text: 'Open the operation' },
    operation: { org: operation.org, id: operation.id, deviceId },
    lastsMs: isScheduled || (operation.state === 'finished' && result.tone !== 'wait') ? LASTS_MS : null,
  }
}

/** An act that was not taken on. It says what is and what is not known. @param deviceId what the act was of. */
export function failedActToast(title: string, error: unknown, deviceId?: string): ToastContent {
  const about = deviceId
    ? { title: `Not done: ${title} of`, subject: isolated(shownId(deviceId)) }
    : { title: `${title}: not done` }
  return { tone: 'off', ...about, detail: errorDetail(error), lastsMs: null }
}
