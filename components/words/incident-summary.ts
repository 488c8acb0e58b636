/** A short account of an operation to paste into the channel of an incident. Nothing in it is more than the page claims. */
import { plainLine } from '@/lib/domain/escaped-text'
import { withoutIsolates } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import { incidentHeadline } from '@/lib/domain/incident'
import type { Operation } from '@/lib/domain/operation'
import type { OperationProgress } from '@/lib/domain/progress'
import { endingWords, operationName } from './ending-words'
import { leftWords } from './operation-left'
import { evidenceSentence, operationResult, operationTitle } from './operation-words'

/** `time`: an ISO time as exact text with its zone. `link`: the address of the page. `at`: when it was copied, ISO. */
export type SummaryOptions = { time: (at: string) => string; link: string; at: string; progress?: OperationProgress }

export function incidentSummary(operation: Operation, { time, link, at, progress }: SummaryOptions): string {
  const { org, stop, by, requestedAt, acceptedAt, finishedAt, startAt, selector, reason, authority, id } = operation
  const ending = endingWords(operation)
  const result = operationResult(operation).text
  const state = stop ? incidentHeadline(operation) : result
  const left = leftWords(operation, progress)
  const rows: [string, string | null | undefined | false][] = [
    ['State', state],
    ['Result', result !== state && result],
    ['Left', left],
    ['Evidence', stop?.status === 'accepted' && `${evidenceSentence(stop.counts)}, as last read`],
    [
      ending?.word.replace(/:$/, '') ?? '',
      ending && `${operationName(ending.by)}, ${time(ending.by.requestedAt)}, ${ending.by.by}`,
    ],
    ['Asked by', `${by.name}, ${time(requestedAt)}`],
    ['Begins', operation.state === 'scheduled' && startAt && time(startAt)],
    ['Accepted', acceptedAt && time(acceptedAt)],
    ['Ended', !operation.fence && finishedAt && time(finishedAt)],
    ['Selector', selector !== null && (shownId(selector) || '(empty: the whole fleet)')],
    ['Reason', reason ?? '(none given)'],
    ['Error', operation.error && `${operation.error.code} ${operation.error.message}`],
    ['Authority', authority],
    ['Operation', id],
    ['Link', link],
    ['Copied', time(at)],
  ]
  const lines = rows.flatMap(([name, text]) => (text ? line(`${name}: ${text}`) : []))
  return `${[line(`${operationTitle(operation)}, org ${org}`), ...lines].join('\n')}\n`
}

/** Titles isolate right-to-left text by characters, which would be written out here. */
const line = (text: string): string => plainLine(withoutIsolates(text))
