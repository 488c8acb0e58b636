/** Events of the record as the lines of a file, some hundred at a time. */

import { toAuditEvent } from '@/lib/audit/audit-log'
import { checkpointLine, headLine, recordLine } from '@/lib/audit/export-line'
import { auditSentence } from '@/lib/domain/audit-sentence'
import type { AuditCheckpointRow, AuditEventRow } from '@/lib/store/rows/audit-rows'
import { toCsv } from '../downloads/csv'

const PIECE_EVENTS = 100

function* pieces(page: readonly AuditEventRow[]): Generator<AuditEventRow[]> {
  for (let from = 0; from < page.length; from += PIECE_EVENTS) yield page.slice(from, from + PIECE_EVENTS)
}

/**
 * The form that `npm run audit:verify -- --export` reads. @param checkpoint what replaces the dropped events of the chain
 * now: retention may go on while the file is sent. @param head where the record ends, for a person to keep; the last line.
 */
export async function* eventLines(
  pages: AsyncIterable<AuditEventRow[]>,
  checkpoint: () => Promise<AuditCheckpointRow | undefined>,
  head: string,
): AsyncGenerator<string> {
  let next = 1
  for await (const page of pages) {
    const first = page[0] as AuditEventRow
    let rest = page
    if (first.org_sequence !== next) {
      const dropped = await checkpoint()
      if (dropped) yield `${checkpointLine(dropped.signed)}\n`
      // Dropped since the page was read: the checkpoint replaces them.
      rest = page.filter((row) => row.org_sequence > (dropped?.sequence ?? 0))
    }
    next = (page.at(-1) as AuditEventRow).org_sequence + 1
    for (const piece of pieces(rest)) yield piece.map((row) => `${recordLine(row)}\n`).join('')
  }
  const last = next === 1 ? await checkpoint() : undefined
  if (last) yield `${checkpointLine(last.signed)}\n`
  yield `${headLine(head)}\n`
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

/**
 * To read and to filter; what proves the record are the JSON Lines. The line of names comes even where there is no event, and
 * the head to keep is the last line; a part of the record, such as a filtered one, has none (null).
 */
export async function* eventCsv(
  pages: AsyncIterable<AuditEventRow[]>,
  slug: string,
  head: string | null,
): AsyncGenerator<string> {
  yield toCsv(COLUMNS, [])
  for await (const page of pages)
    for (const piece of pieces(page))
      yield toCsv(
        COLUMNS,
        piece.map((row) => toCsvRow(row, slug)),
        { header: false },
      )
  if (head !== null)
    yield toCsv(COLUMNS, [{ ...NO_EVENT, kind: 'record.head', what: HEAD_WORDS, hash: head }], { header: false })
}

const NO_EVENT = Object.fromEntries(COLUMNS.map((name) => [name, ''])) as Record<(typeof COLUMNS)[number], unknown>
const HEAD_WORDS = 'where the record ends; keep it, and a verification with --expect-head shows if anything is cut off'

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
