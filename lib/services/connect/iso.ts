/** A time of the authority on the wire: absent where it reports none, null for never. */
export const iso = (ms: number | null | undefined): string | null | undefined =>
  typeof ms === 'number' ? new Date(ms).toISOString() : ms
