/** The line of a stop: what happened around it, in order, as a page, as JSON and as plain text. */
import { plainLine } from './escaped-text'
import { shownId } from './ids/shown-id'
import { unusableSentence } from './ids/unusable-entries'
import type { Operation, Person } from './operation'
import { stopHeadline } from './stop'

/**
 * `record`: written down when it happened, by the console's clock. `confirmed`: read from the authority's device list, at
 * the time of the first denial that was seen, by the authority's clock; `at` is null if this authority reports no time.
 */
export type IncidentEntry = {
  kind: 'record' | 'confirmed' | 'acknowledged'
  at: string | null
  clock: 'console' | 'authority'
  by: Person
  text: string
  deviceId: string | null
  operationId: string | null
  requestId: string | null
  address: string | null
}

/**
 * `entries`: oldest first. `leftOut`: how many more there are, the oldest confirmations before anything else. `unconfirmed`: devices
 * covered of which no denial is known.
 */
export type Incident = {
  operation: Operation
  headline: string
  writtenAt: string
  covered: number
  confirmed: number
  /** So many of the confirmed ones were denied under their own device key. */
  proven: number
  unconfirmed: string[]
  entries: IncidentEntry[]
  leftOut: number
  /** In a file: where the record ended, for `npm run audit:verify -- --expect-head`. */
  recordHead?: string
}

/** The incident as plain text: one line per entry, times in UTC, every id whole. */
export function incidentText(incident: Incident): string {
  const { operation, entries, covered, confirmed, proven, unconfirmed } = incident
  const unusable = unusableSentence(operation.stop?.unusable ?? 0)
  const lines = [
    `${operation.kind === 'disable' ? 'Stop of the whole org' : 'Revoke of devices'} ${operation.org}`,
    `Operation:  ${operation.id}`,
    `Authority:  ${operation.authority}`,
    `Asked by:   ${operation.by.name}`,
    `Reason:     ${operation.reason ?? '(none given)'}`,
    ...(operation.selector === null
      ? []
      : [`Selector:   ${operation.selector ? shownId(operation.selector) : '(empty: the whole fleet)'}`]),
    `State:      ${incident.headline}`,
    `Confirmed:  ${confirmed} of ${covered} devices, as last read`,
    ...(confirmed > 0 ? [`Evidence:   ${evidenceLine(confirmed, proven)}`] : []),
    ...(unusable === null ? [] : [`Not known:  ${unusable}`]),
    `Written:    ${incident.writtenAt}`,
    ...(incident.recordHead ? [`Head:       ${incident.recordHead}`] : []),
    '',
    ...entries.map(entryLine),
    ...(incident.leftOut > 0 ? [`(${incident.leftOut} more entries left out)`] : []),
  ]
  if (unconfirmed.length > 0)
    lines.push('', `No denial known (${unconfirmed.length}):`, ...unconfirmed.map((id) => `  ${shownId(id)}`))
  lines.push(
    '',
    'Times of the console, but for confirmations: those are the first denial of the device that was seen, by the clock of the authority.',
    ...(incident.recordHead
      ? ['Keep the head: with it, npm run audit:verify -- --expect-head shows whether the record was cut off since.']
      : []),
  )
  return `${lines.map(plainLine).join('\n')}\n`
}

/** Who can have caused the confirmations. */
const evidenceLine = (confirmed: number, proven: number): string =>
  `${proven} proven under their own device keys, ${confirmed - proven} reported: another agent with the same key may have asked`

function entryLine({ at, by, text, requestId, address, clock }: IncidentEntry): string {
  const when = at ?? '(time not reported)     '
  const from = [address && `from ${address}`, requestId && `request ${requestId}`].filter(Boolean).join(', ')
  return `${when}  ${clock === 'authority' ? '' : `${by.name}${by.id === null ? ':' : ''} `}${text}${from ? ` [${from}]` : ''}`
}

export const incidentHeadline = ({ stop, total }: Operation): string =>
  stop ? stopHeadline(stop.status, stop.counts, total, stop.unusable) : 'Revoke without a stop in force'
