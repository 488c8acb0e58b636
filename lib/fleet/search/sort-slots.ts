/** Sorts slots by a time or by status with a radix sort: it is stable, so devices that tie stay in the order of their ids. */
import type { Slices } from '@/lib/concurrency/cooperative'
import { type DeviceFacts, NEVER } from '../columns/device-facts'
import { STEP_SLOTS } from './fleet-matches'
import type { Scratch } from './scratch'

export type FleetSort = { by: 'id' | 'seen' | 'created' | 'status'; direction: 'asc' | 'desc' }

const DIGIT = 2 ** 16

/**
 * `slots` are in the order of their ids; the result is in `scratch` unless that order is the one asked for. By time,
 * "never" counts as oldest and an unknown time comes last both ways.
 */
export function* sortSlots(
  slots: Uint32Array,
  facts: DeviceFacts,
  { by, direction }: FleetSort,
  scratch: Scratch,
): Slices<Uint32Array> {
  if (by === 'id') return direction === 'asc' ? slots : slots.reverse()
  const values = by === 'status' ? facts.status : facts[by]
  const range = { min: Number.POSITIVE_INFINITY, max: NEVER }
  for (const [from, to] of ranges(slots.length)) {
    widen(range, slots, values, from, to)
    yield
  }
  const { min, max } = range
  const span = max >= min ? max - min : 0
  for (const [from, to] of ranges(slots.length)) {
    for (let index = from; index < to; index++) {
      const value = values[slots[index]!]!
      if (Number.isNaN(value)) scratch.keys[index] = span + 2
      else if (value === NEVER) scratch.keys[index] = direction === 'asc' ? 0 : span + 1
      else scratch.keys[index] = direction === 'asc' ? value - min + 1 : max - value
    }
    yield
  }
  return yield* radixSort(slots, span + 2, scratch)
}

function* ranges(size: number): Generator<[number, number]> {
  for (let from = 0; from < size; from += STEP_SLOTS) yield [from, Math.min(from + STEP_SLOTS, size)]
}

function widen(
  range: { min: number; max: number },
  slots: Uint32Array,
  values: Float64Array | Uint8Array,
  from: number,
  to: number,
): void {
  for (let index = from; index < to; index++) {
    const value = values[slots[index]!]!
    if (value !== NEVER && value < range.min) range.min = value
    if (value > range.max) range.max = value
  }
}

/** Keys are whole numbers from 0 to `keyMax`. */
function* radixSort(slots: Uint32Array, keyMax: number, scratch: Scratch): Slices<Uint32Array> {
  const size = slots.length
  const { keys, digits } = scratch
  let { order, next } = scratch
  for (let index = 0; index < size; index++) order[index] = index
  const starts = new Uint32Array(DIGIT + 1)
  for (let unit = 1; unit <= keyMax; unit *= DIGIT) {
    starts.fill(0)
    for (const [from, to] of ranges(size)) {
      countDigits(keys, digits, starts, unit, from, to)
      yield
    }
    for (let digit = 1; digit <= DIGIT; digit++) starts[digit]! += starts[digit - 1]!
    for (const [from, to] of ranges(size)) {
      for (let at = from; at < to; at++) {
        const index = order[at]!
        next[starts[digits[index]!]!++] = index
      }
      yield
    }
    ;[order, next] = [next, order]
  }
  for (let at = 0; at < size; at++) next[at] = slots[order[at]!]!
  return next.subarray(0, size)
}

function countDigits(
  keys: Float64Array,
  digits: Uint16Array,
  starts: Uint32Array,
  unit: number,
  from: number,
  to: number,
): void {
  for (let index = from; index < to; index++) {
    const rest = Math.floor(keys[index]! / unit)
    const digit = rest - Math.floor(rest / DIGIT) * DIGIT
    digits[index] = digit
    starts[digit + 1]!++
  }
}
