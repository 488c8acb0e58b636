/** Downloads. Each is recorded: who took what, how many rows. */
import { z } from 'zod'
import { DEVICE_SORTS } from '@/lib/domain/console-api'
import { SELECTION_IDS_MAX, SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import type { Term } from '@/lib/domain/selector/term'
import { countItems, findItems } from '@/lib/store/operation-progress'
import { fleetEnv, readSelector } from '../devices/match-fleet'
import { readSort } from '../devices/read-sort'
import { ItemFilter } from '../operations/find-items'
import { requireOperation } from '../operations/operation-services'
import { service } from '../service'
import { getUsage, UsageInput } from '../usage/get-usage'
import { toCsv } from './csv'
import { deviceCsv, jsonLines } from './device-files'
import { CSV, type Download, JSON_LINES, recordExport, stamp } from './download'
import { itemCsv } from './item-file'
import { textStream } from './text-stream'

export type { Download } from './download'

export const exportDevices = service({
  permission: 'see',
  input: z.strictObject({
    q: z.string().max(SELECTOR_CHARS_MAX).default(''),
    sort: z.enum(DEVICE_SORTS).default('id'),
    format: z.enum(['csv', 'jsonl']),
  }),
  async run(context, { q, sort, format }): Promise<Download> {
    const { deps, org } = context
    const terms = readSelector(org, q)
    const env = await fleetEnv(deps.store.reads, org, terms, deps.clock.now())
    // The devices of one moment: what is read while the file is on its way is not mixed in.
    const devices = await org.fleet.extract({ terms, env, sort: readSort(sort) })
    await recordExport(context, 'devices', devices.size)
    const filename = `${org.row.slug}-devices-${stamp(context)}.${format}`
    return format === 'jsonl'
      ? { filename, contentType: JSON_LINES, body: textStream(jsonLines(devices, org.parts)) }
      : { filename, contentType: CSV, body: textStream(deviceCsv(devices, org.parts)) }
  },
})

/** Devices by their ids, exactly as they are listed: one file and one event, however many they are. One that is gone is left out. */
export const exportPickedDevices = service({
  permission: 'see',
  input: z.strictObject({
    ids: z.array(z.string()).min(1).max(SELECTION_IDS_MAX),
    sort: z.enum(DEVICE_SORTS).default('id'),
  }),
  async run(context, { ids, sort }): Promise<Download> {
    const { deps, org } = context
    const terms: Term[] = [{ kind: 'id', ids, negated: false, start: 0, end: 0 }]
    const env = await fleetEnv(deps.store.reads, org, terms, deps.clock.now())
    const devices = await org.fleet.extract({ terms, env, sort: readSort(sort) })
    await recordExport(context, 'devices', devices.size)
    const filename = `${org.row.slug}-devices-selected-${stamp(context)}.csv`
    return { filename, contentType: CSV, body: textStream(deviceCsv(devices, org.parts)) }
  },
})

/** All devices of an operation, or those of one outcome, or whose id contains a text. */
export const exportOperationItems = service({
  permission: 'see',
  input: ItemFilter,
  async run(context, { operation, ...filter }): Promise<Download> {
    const { reads } = context.deps.store
    const row = await requireOperation(context, operation)
    await recordExport(context, 'operation', await countItems(reads, row.id, filter))
    return {
      filename: `${context.org.row.slug}-${row.kind}-${row.id}${filter.outcome ? `-${filter.outcome}` : ''}.csv`,
      contentType: CSV,
      body: textStream(
        itemCsv((offset, limit) => findItems(reads, row.id, filter, { offset, limit }), context.org.parts),
      ),
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
        [
          'at',
          'allowed',
          'allowedLowest',
          'active',
          'revoked',
          'cap',
          'registrations',
          'validationsAllowed',
          'validationsDenied',
        ],
        points,
      ),
    }
  },
})
