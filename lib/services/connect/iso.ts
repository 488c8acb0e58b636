/** A time of the authority on the wire: absent where it reports none, null for never. @param ms epoch milliseconds. */
export function iso(ms: number | null): string | null
export function iso(ms: number | null | undefined): string | null | undefined
export function iso(ms: number | null | undefined): string | null | undefined {
  return typeof ms === 'number' ? new Date(ms).toISOString() : ms
}
