/** Events of the record as the lines of a file, some hundred at a time. */
import { auditSentence } from '@/lib/domain/audit'
import type { AuditEventRow } from '@/lib/store/schema'
import { toAuditEvent } from '../audit-log'
import { recordLine } from '../record/record-line'
import { toCsv } from './csv'

const PIECE_EVENTS = 100

function* pieces(page: readonly AuditEventRow[]): Generator<AuditEventRow[]> {
  for (let from = 0; from < page.length; from += PIECE_EVENTS) yield page.slice(from, from + PIECE_EVENTS)
}

/** The form that `npm run audit:verify -- --export` reads. */
export async function* eventLines(pages: AsyncIterable<AuditEventRow[]>): AsyncGenerator<string> {
  for await (const page of pages)
    for (const piece of pieces(page)) yield piece.map((row) => `${recordLine(row)}\n`).join('')
}

const COLUMNS = [
  'sequence',
  'chainSequence',
  'at',
  'kind',
  'who',
  'what',
  'reason',
  'deviceId',
  'operationId',
  'address',
  'requestId',
  'userId',
  'sessionId',
  'data',
  'hash',
] as const

/** To read and to filter; what proves the record are the JSON Lines. The line of names comes even where there is no event. */
export async function* eventCsv(pages: AsyncIterable<AuditEventRow[]>, slug: string): AsyncGenerator<string> {
  yield toCsv(COLUMNS, [])
  for await (const page of pages)
    for (const piece of pieces(page))
      yield toCsv(
        COLUMNS,
        piece.map((row) => toCsvRow(row, slug)),
        { header: false },
      )
}

const toCsvRow = (row: AuditEventRow, slug: string): Record<(typeof COLUMNS)[number], unknown> => ({
  sequence: row.sequence,
  chainSequence: row.org_sequence,
  at: new Date(row.at).toISOString(),
  kind: row.kind,
  who: row.actor_name,
  what: auditSentence(toAuditEvent(row, () => slug)),
  reason: row.reason ?? '',
  deviceId: row.device_id ?? '',
  operationId: row.operation_id ?? '',
  address: row.address ?? '',
  requestId: row.request_id ?? '',
  userId: row.user_id ?? '',
  sessionId: row.session_id ?? '',
  data: row.data,
  hash: row.hash,
})
