/** What a forecast is made of, from the columns: when each running device will probably validate, and which validate least often. */

import type { Slices } from '@/lib/concurrency/cooperative'
import { untilAskedMs } from '@/lib/domain/forecast'
import { ACTIVE, type DeviceFacts, NEVER } from '../columns/device-facts'
import { STEP_SLOTS } from './fleet-matches'

/** `askMs`: ms until each has probably validated, NaN if unknown. `slowest`: slots by falling p95. */
export type SlotForecast = { askMs: Float64Array; slowest: number[] }

/** Of the devices among `slots` that run now (the authority's clock); at most `slowestMax` that validate every `slowMs` or less often. */
export function* forecastSlots(
  facts: DeviceFacts,
  slots: Uint32Array,
  nowMs: number,
  { slowMs, slowestMax }: { slowMs: number; slowestMax: number },
): Slices<SlotForecast> {
  const { status, p95Ms } = facts
  const askMs = new Float64Array(slots.length)
  const slowest: number[] = []
  let running = 0
  for (let from = 0; from < slots.length; from += STEP_SLOTS) {
    for (const slot of slots.subarray(from, from + STEP_SLOTS)) {
      if (status[slot] !== ACTIVE || !(nowMs <= facts.runningUntil(slot))) continue
      askMs[running++] = askOf(facts, slot, nowMs)
      if (p95Ms[slot]! >= slowMs) addSlow(slowest, slot, p95Ms, slowestMax)
    }
    yield
  }
  return { askMs: askMs.subarray(0, running), slowest }
}

function askOf({ seen, p95Ms }: DeviceFacts, slot: number, nowMs: number): number {
  const [at, p95] = [seen[slot]!, p95Ms[slot]!]
  return Number.isNaN(p95) || Number.isNaN(at) || at === NEVER
    ? Number.NaN
    : (untilAskedMs(at, p95, nowMs) ?? Number.NaN)
}

/** Of those that validate equally often the first one met stays first. */
function addSlow(slowest: number[], slot: number, p95Ms: Float64Array, max: number): void {
  const at = slowest.findIndex((other) => p95Ms[other]! < p95Ms[slot]!)
  slowest.splice(at < 0 ? slowest.length : at, 0, slot)
  if (slowest.length > max) slowest.pop()
}
