const MINUTE_MS = 60_000

/** How far a zone's wall clock is ahead of UTC at an instant, in ms. */
function zoneOffsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return Math.round((wall - at) / MINUTE_MS) * MINUTE_MS
}

/** ISO 8601 UTC → the value of a `datetime-local` input in a zone; empty when absent or no time. */
export function localFromIso(iso: string | undefined, zone: string): string {
  const at = iso ? Date.parse(iso) : Number.NaN
  if (Number.isNaN(at)) return ''
  return new Date(at + zoneOffsetMs(at, zone)).toISOString().slice(0, 16)
}

/** The inverse; null for an empty or half-typed value. */
export function isoFromLocal(value: string, zone: string): string | null {
  const wall = Date.parse(`${value}Z`)
  if (Number.isNaN(wall)) return null
  return new Date(wall - zoneOffsetMs(wall - zoneOffsetMs(wall, zone), zone)).toISOString()
}
