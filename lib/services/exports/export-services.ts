/** Downloads. Each is recorded: who took what, how many rows. */
import { z } from 'zod'
import type { AuditKinds } from '@/lib/domain/audit'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/command'
import { countOutcomes, listItems } from '@/lib/store/operations'
import { originOf, record } from '../audit-log'
import type { OrgContext } from '../context'
import { fleetEnv, readSelector } from '../devices/match-fleet'
import { requireOperation } from '../operations/operation-services'
import { service } from '../service'
import { getUsage, UsageInput } from '../usage/get-usage'
import { toCsv } from './csv'
import { deviceCsv, jsonLines } from './device-files'
import { itemCsv } from './item-file'
import { textStream } from './text-stream'

/** A stream where the file may be large: it is made as fast as it is taken, and no further when nobody takes it. */
export type Download = { filename: string; contentType: string; body: string | ReadableStream<Uint8Array> }

const CSV = 'text/csv; charset=utf-8'
const JSON_LINES = 'application/jsonl; charset=utf-8'

async function recordExport(context: OrgContext, what: AuditKinds['export.made']['what'], rows: number): Promise<void> {
  await record(context.deps.store.db, originOf(context, context.org.row.id), 'export.made', { what, rows })
}

const stamp = (context: OrgContext) => new Date(context.deps.clock.now()).toISOString().slice(0, 19).replaceAll(':', '')

export const exportDevices = service({
  permission: 'see',
  input: z.strictObject({ q: z.string().max(SELECTOR_CHARS_MAX).default(''), format: z.enum(['csv', 'jsonl']) }),
  async run(context, { q, format }): Promise<Download> {
    const { deps, org } = context
    const terms = readSelector(org, q)
    const env = await fleetEnv(deps.store.reads, org, terms, deps.clock.now())
    // The devices of one moment: what is read while the file is on its way is not mixed in.
    const devices = await org.fleet.select({ terms, env })
    await recordExport(context, 'devices', devices.length)
    const filename = `${org.row.slug}-devices-${stamp(context)}.${format}`
    return format === 'jsonl'
      ? { filename, contentType: JSON_LINES, body: textStream(jsonLines(devices)) }
      : { filename, contentType: CSV, body: textStream(deviceCsv(devices)) }
  },
})

export const exportOperationItems = service({
  permission: 'see',
  input: z.strictObject({ operation: z.uuid() }),
  async run(context, { operation }): Promise<Download> {
    const { reads } = context.deps.store
    const row = await requireOperation(context, operation)
    const outcomes = Object.values(await countOutcomes(reads, row.id))
    await recordExport(
      context,
      'operation',
      outcomes.reduce((sum, count) => sum + count, 0),
    )
    return {
      filename: `${context.org.row.slug}-${row.kind}-${row.id}.csv`,
      contentType: CSV,
      body: textStream(itemCsv((offset, limit) => listItems(reads, row.id, { offset, limit }))),
    }
  },
})

export const exportUsage = service({
  permission: 'see',
  input: UsageInput,
  async run(context, input): Promise<Download> {
    const { points } = await getUsage.run(context, input)
    await recordExport(context, 'usage', points.length)
    return {
      filename: `${context.org.row.slug}-usage-${input.range}-${stamp(context)}.csv`,
      contentType: CSV,
      body: toCsv(
        ['at', 'allowed', 'active', 'revoked', 'cap', 'registrations', 'validationsAllowed', 'validationsDenied'],
        points,
      ),
    }
  },
})
