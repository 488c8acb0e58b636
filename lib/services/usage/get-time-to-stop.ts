/** How long devices took to be denied, by role: what a stop takes to reach them. */
import { timesByValue } from '@/lib/domain/figures/time-to-stop'
import type { Span } from '@/lib/domain/figures/usage-range'
import { deviceParts } from '@/lib/domain/ids/device-id'
import type { TimeToStop } from '@/lib/domain/wire/usage'
import { listTimesToStop } from '@/lib/store/usage/marks'
import type { OrgContext } from '../context'
import { service } from '../service'
import { readPart, readSpan, SpanInput } from './usage-input'

/** Newest first; more would say the same and take their time. */
const CONFIRMATIONS_MAX = 5_000
const VALUES_MAX = 12

export const getTimeToStop = service({
  permission: 'see',
  input: SpanInput,
  run: (context, input): Promise<TimeToStop> => timeToStopOf(context, readSpan(input, context.deps.clock.now())),
})

/** Of the stops that were accepted in a span. */
export async function timeToStopOf({ deps, org }: Pick<OrgContext, 'deps' | 'org'>, span: Span): Promise<TimeToStop> {
  const part = readPart('role', org.parts.slice(0, -1))
  const rows = await listTimesToStop(deps.store.reads, org.row.id, span, CONFIRMATIONS_MAX)
  const all = timesByValue(
    rows.map((row) => ({
      value: deviceParts(row.device_id, org.parts)?.[part] ?? null,
      ms: Math.max(0, row.denied_at - row.accepted_at),
    })),
  )
  return {
    part,
    values: all.slice(0, VALUES_MAX),
    leftOut: Math.max(0, all.length - VALUES_MAX),
    devices: rows.length,
    isCut: rows.length === CONFIRMATIONS_MAX,
  }
}
