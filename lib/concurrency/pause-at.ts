/** The pause before try number `tries` (from 0) by a schedule in ms; its last entry goes on for ever. */
export const pauseAt = (scheduleMs: readonly number[], tries: number): number =>
  scheduleMs[Math.min(tries, scheduleMs.length - 1)] ?? 0
