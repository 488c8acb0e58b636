import type { GridTally } from '@/lib/domain/figures/fleet-grid'
import { devices, number } from './operation-words'

/** What a bar of devices consists of. `silent`: allowed to work but not running; `denied`: its org is stopped. */
export type TallyPart = { state: 'running' | 'silent' | 'denied' | 'revoked' | 'unknown'; count: number }

/** Always in this order; parts of which there are none are left out. A stopped org has none that run. */
export function tallyParts({ total, active, running, revoked }: GridTally, isStopped: boolean): TallyPart[] {
  const parts: TallyPart[] = isStopped
    ? [{ state: 'denied', count: active }]
    : [
        { state: 'running', count: running },
        { state: 'silent', count: active - running },
      ]
  return [
    ...parts,
    { state: 'revoked' as const, count: revoked },
    { state: 'unknown' as const, count: total - active - revoked },
  ].filter(({ count }) => count > 0)
}

/** `5 devices: 3 running, 1 silent, 1 revoked`. */
export const tallySentence = (tally: GridTally, isStopped: boolean): string =>
  `${devices(tally.total)}: ${
    tallyParts(tally, isStopped)
      .map(({ state, count }) => `${number(count)} ${state}`)
      .join(', ') || 'none'
  }`
