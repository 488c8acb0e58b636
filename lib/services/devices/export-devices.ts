import { z } from 'zod'
import { SELECTION_IDS_MAX, SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import type { Term } from '@/lib/domain/selector/term'
import { DEVICE_SORTS } from '@/lib/domain/wire/devices'
import { fleetEnv, readSelector } from '@/lib/orgs/match-selector'
import { deviceCsv, jsonLines } from '../downloads/device-files'
import type { Download } from '../downloads/download'
import { CSV, JSON_LINES, recordExport, stamp } from '../downloads/download'
import { textStream } from '../downloads/text-stream'
import { service } from '../service'
import { readSort } from './read-sort'

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
