import type { CapUse } from '@/lib/domain/figures/cap-use'
import { number } from './operation-words'

/** A part of a whole in percent, never rounded up to all of it or down to nothing: `2.5 %`, `43 %`, `99.9 %`, `< 0.1 %`. */
export function percent(fraction: number): string {
  // 22 of 1,000 is 2.2 %, and not the 2.199… that a float makes of it.
  const value = Number((fraction * 100).toPrecision(12))
  if (value === 0) return '0 %'
  if (value < 0.1) return '< 0.1 %'
  if (value < 10 || (value > 99 && value < 100)) return `${Math.floor(value * 10) / 10} %`
  return `${number(Math.floor(value))} %`
}

/** How much of the cap is used: `25 of 1,000`, `2.5 %`, `975 left`. `share` and `left` are null where there is no cap. */
export function capWords(use: CapUse): { used: string; share: string | null; left: string | null } {
  if (use.state === 'unknown') return { used: 'unknown', share: null, left: null }
  if (use.state === 'none') return { used: 'no cap', share: null, left: null }
  const { used, limit, remaining, fraction } = use
  return {
    used: `${number(used)} of ${number(limit)}`,
    share: percent(fraction),
    left: remaining < 0 ? `${number(-remaining)} over the cap` : `${number(remaining)} left`,
  }
}
