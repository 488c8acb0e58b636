/** Downloads. Each is recorded: who took what, how many rows. */
import { z } from 'zod'
import type { AuditKinds } from '@/lib/domain/audit'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/command'
import { toWire } from '@/lib/domain/device'
import { listItems } from '@/lib/store/operations'
import { originOf, record } from '../audit-log'
import type { OrgContext } from '../context'
import { fleetEnv, readSelector } from '../devices/match-fleet'
import { requireOperation } from '../operations/operation-services'
import { viewItem } from '../operations/view-operation'
import { service } from '../service'
import { getUsage, UsageInput } from '../usage/get-usage'
import { toCsv } from './csv'

export type Download = { filename: string; contentType: string; body: string }

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
    const ids = org.fleet.ids({ terms, env: await fleetEnv(deps.store.db, org, terms, deps.clock.now()) })
    const devices = ids.flatMap((id) => {
      const device = org.fleet.get(id)
      return device ? [toWire(device)] : []
    })
    await recordExport(context, 'devices', devices.length)
    const filename = `${org.row.slug}-devices-${stamp(context)}.${format}`
    if (format === 'jsonl') {
      return {
        filename,
        contentType: JSON_LINES,
        body: devices.map((device) => `${JSON.stringify(device)}\n`).join(''),
      }
    }
    const rows = devices.map(({ lastDecision, validations, rhythm, ...device }) => ({
      ...device,
      decision: lastDecision?.code ?? '',
      decisionAt: lastDecision?.at ?? '',
      validationsAllowed: validations?.allowed ?? '',
      validationsDenied: validations?.denied ?? '',
      medianSeconds: rhythm ? rhythm.medianMs / 1_000 : '',
    }))
    const columns = [
      'deviceId',
      'status',
      'createdAt',
      'revokedAt',
      'lastValidatedAt',
      'decision',
      'decisionAt',
      'validationsAllowed',
      'validationsDenied',
      'medianSeconds',
    ] as const
    return { filename, contentType: CSV, body: toCsv(columns, rows) }
  },
})

export const exportOperationItems = service({
  permission: 'see',
  input: z.strictObject({ operation: z.uuid() }),
  async run(context, { operation }): Promise<Download> {
    const row = await requireOperation(context, operation)
    const items = (await listItems(context.deps.store.db, row.id)).map(viewItem)
    await recordExport(context, 'operation', items.length)
    return {
      filename: `${context.org.row.slug}-${row.kind}-${row.id}.csv`,
      contentType: CSV,
      body: toCsv(['deviceId', 'outcome', 'code', 'message', 'requestId', 'before', 'updatedAt'], items),
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
