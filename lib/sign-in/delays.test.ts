import { describe, expect, it } from 'vitest'
import { createDelays, DELAY_MAX_MS, type DelayRule, type Delays } from './delays'

const NOW = 1_800_000_000_000
const RULE: DelayRule = { free: 5, forgetMs: 180_000, keysMax: 1_000 }

/** Tries as often as it may for that long; when each attempt was taken. */
function attack(delays: Delays, key: string, from: number, forMs: number, everyMs: number): number[] {
  const taken: number[] = []
  for (let now = from; now < from + forMs; now += everyMs) {
    if (delays.waitMs(key, now) > 0) continue
    delays.count(key, now)
    taken.push(now)
  }
  return taken
}

describe('the delay', () => {
  it('grows from nothing to a minute, and never beyond, however long an attack lasts', () => {
    const delays = createDelays(RULE)
    const taken = attack(delays, 'ann', NOW, 7_200_000, 100)
    const gaps = taken.slice(1).map((at, index) => at - (taken[index] as number))
    expect(gaps.slice(0, 4)).toEqual([100, 100, 100, 100])
    expect(gaps.slice(4, 11)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000])
    expect(Math.max(...gaps)).toBe(DELAY_MAX_MS)
    expect(new Set(gaps.slice(11))).toEqual(new Set([DELAY_MAX_MS]))
  })
  it('does not grow by attempts that it refuses', () => {
    const delays = createDelays(RULE)
    attack(delays, 'ann', NOW, 3_600_000, 1)
    const at = NOW + 3_600_000
    expect(delays.waitMs('ann', at)).toBeLessThanOrEqual(DELAY_MAX_MS)
    expect(delays.waitMs('ann', at + DELAY_MAX_MS)).toBe(0)
  })
  it('counts attempts that are made at once before any of them has failed', () => {
    const delays = createDelays(RULE)
    const made = Array.from({ length: 100 }, () => {
      if (delays.waitMs('ann', NOW) > 0) return false
      delays.count('ann', NOW)
      return true
    })
    expect(made.filter(Boolean)).toHaveLength(RULE.free)
  })
  it('is of one key alone, and is forgotten', () => {
    const delays = createDelays(RULE)
    attack(delays, 'ann', NOW, 600_000, 100)
    expect(delays.waitMs('ben', NOW)).toBe(0)
    expect(attack(delays, 'ann', NOW + 86_400_000, 400, 100)).toHaveLength(4)
    expect(delays.waitMs('ann', NOW + 86_400_400)).toBe(0)
  })
  it('ends with an attempt that was right', () => {
    const delays = createDelays(RULE)
    for (let at = 0; at < RULE.free; at += 1) delays.count('ann', NOW)
    expect(delays.waitMs('ann', NOW)).toBeGreaterThan(0)
    delays.takeBack('ann')
    expect(delays.waitMs('ann', NOW)).toBe(0)
  })
  it('is no lock-out when the clock is set back', () => {
    const delays = createDelays(RULE)
    attack(delays, 'ann', NOW, 600_000, 100)
    expect(delays.waitMs('ann', NOW - 86_400_000)).toBe(0)
    expect(attack(delays, 'ann', NOW - 86_400_000, 120_000, 100).length).toBeGreaterThan(0)
  })
})

describe('the memory', () => {
  it('holds a bounded number of keys', () => {
    const delays = createDelays(RULE)
    for (let at = 0; at < 50_000; at += 1) delays.count(`key-${at}`, NOW + at)
    expect(delays.size()).toBe(RULE.keysMax)
  })
  it('keeps a key under attack, whatever flood of others there is', () => {
    const delays = createDelays(RULE)
    attack(delays, 'ann', NOW, 600_000, 100)
    for (let at = 0; at < 50_000; at += 1) delays.count(`key-${at}`, NOW + 600_000)
    expect(delays.waitMs('ann', NOW + 600_000)).toBeGreaterThan(0)
  })
})
