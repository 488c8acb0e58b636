/** Sorts slots by a time or by status with a radix sort: it is stable, so devices that tie stay in the order of their ids. */
import { type FleetColumns, NEVER } from './fleet-columns'

export type FleetSort = { by: 'id' | 'seen' | 'created' | 'status'; direction: 'asc' | 'desc' }

const DIGIT = 2 ** 16

/**
 * `slots` are in the order of their ids; the result is a new array unless that order is the one asked for. By time,
 * "never" counts as oldest and an unknown time comes last both ways.
 */
export function sortSlots(slots: Uint32Array, columns: FleetColumns, { by, direction }: FleetSort): Uint32Array {
  if (by === 'id') return direction === 'asc' ? slots : slots.slice().reverse()
  const values = by === 'status' ? columns.status : columns[by]
  let min = Number.POSITIVE_INFINITY
  let max = NEVER
  for (let index = 0; index < slots.length; index++) {
    const value = values[slots[index]!]!
    if (value !== NEVER && value < min) min = value
    if (value > max) max = value
  }
  const span = max >= min ? max - min : 0
  const keys = new Float64Array(slots.length)
  for (let index = 0; index < slots.length; index++) {
    const value = values[slots[index]!]!
    if (Number.isNaN(value)) keys[index] = span + 2
    else if (value === NEVER) keys[index] = direction === 'asc' ? 0 : span + 1
    else keys[index] = direction === 'asc' ? value - min + 1 : max - value
  }
  return radixSort(slots, keys, span + 2)
}

/** Keys are whole numbers from 0 to `keyMax`. */
function radixSort(slots: Uint32Array, keys: Float64Array, keyMax: number): Uint32Array {
  const size = slots.length
  let order = new Uint32Array(size)
  let next = new Uint32Array(size)
  for (let index = 0; index < size; index++) order[index] = index
  const digits = new Uint16Array(size)
  for (let unit = 1; unit <= keyMax; unit *= DIGIT) {
    const starts = new Uint32Array(DIGIT + 1)
    for (let index = 0; index < size; index++) {
      const rest = Math.floor(keys[index]! / unit)
      const digit = rest - Math.floor(rest / DIGIT) * DIGIT
      digits[index] = digit
      starts[digit + 1]!++
    }
    for (let digit = 1; digit <= DIGIT; digit++) starts[digit]! += starts[digit - 1]!
    for (let at = 0; at < size; at++) {
      const index = order[at]!
      next[starts[digits[index]!]!++] = index
    }
    ;[order, next] = [next, order]
  }
  for (let at = 0; at < size; at++) next[at] = slots[order[at]!]!
  return next
}
