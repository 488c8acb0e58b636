/** The list of operations as a CSV file: every act on the org or its devices, newest first, read from the store a page at a time. */
import { z } from 'zod'
import { ITEM_OUTCOMES, OPERATION_KINDS, type Operation, type OperationKind } from '@/lib/domain/operation'
import { countOperations, listOperations } from '@/lib/store/operations'
import { viewOperations } from '@/lib/views/view-operation'
import type { OrgContext } from '../context'
import { toCsv } from '../downloads/csv'
import { CSV, type Download, recordExport, stamp } from '../downloads/download'
import { textStream } from '../downloads/text-stream'
import { service } from '../service'

const PAGE_OPERATIONS = 200

const COLUMNS = [
  'id',
  'kind',
  'state',
  'stop',
  'by',
  'reason',
  'selector',
  'requestedAt',
  'acceptedAt',
  'finishedAt',
  'startAt',
  'undoes',
  'authority',
  'total',
  ...ITEM_OUTCOMES,
] as const

const toRow = (operation: Operation): Record<(typeof COLUMNS)[number], unknown> => ({
  ...operation,
  ...operation.outcomes,
  by: operation.by.name,
  stop: operation.stop?.status ?? null,
  startAt: operation.startAt ?? null,
})

/** Those of one kind, or all. Operations that begin while the file is on its way are not in it. */
export const exportOperations = service({
  permission: 'see',
  input: z.strictObject({ kind: z.enum(OPERATION_KINDS).optional() }),
  async run(context, { kind }): Promise<Download> {
    const { org, deps } = context
    await recordExport(context, 'operations', await countOperations(deps.store.reads, org.row.id, kind))
    return {
      filename: `${org.row.slug}-operations-${kind ? `${kind}-` : ''}${stamp(context)}.csv`,
      contentType: CSV,
      body: textStream(operationsCsv(context, kind)),
    }
  },
})

async function* operationsCsv({ deps, org }: OrgContext, kind?: OperationKind): AsyncGenerator<string> {
  yield toCsv(COLUMNS, [])
  for (let before: { at: number; id: string } | undefined; ; ) {
    const rows = await listOperations(deps.store.reads, org.row.id, { before, kind, limit: PAGE_OPERATIONS })
    const views = await viewOperations(deps, org, rows)
    if (views.length > 0) yield toCsv(COLUMNS, views.map(toRow), { header: false })
    const last = rows.at(-1)
    if (!last || rows.length < PAGE_OPERATIONS) return
    before = { at: last.requested_at, id: last.id }
  }
}
