import { dayHeads } from '@/lib/client/format/day-heads'
import { useZone } from '@/lib/client/state/preferences'

/** The days that begin in a list of times, as `dayHeads`, in the zone that times are shown in. */
export const useDays = (times: readonly (string | null)[]): (string | null)[] => dayHeads(times, useZone())
