import { expect, it } from 'vitest'
import { giveBack, growing, grown } from './growing-array'

it('keeps what is in it while it grows, in place or not, with zeros after it', () => {
  let array = growing(Uint32Array)
  for (let at = 0; at < 3_000_000; at++) {
    array = grown(array, at + 1)
    if (array[at] !== 0) throw new Error(`${at} is not empty`)
    array[at] = at + 1
  }
  expect(array.length).toBeGreaterThanOrEqual(3_000_000)
  expect(array.subarray(0, 3_000_000).every((value, at) => value === at + 1)).toBe(true)
  expect(grown(array, 5)).toBe(array)
})

it('may become as long as the longest list', () => {
  let array = growing(Uint8Array, 1)
  array[0] = 7
  for (let bytes = 1; bytes <= 2 ** 29; bytes *= 8) array = grown(array, bytes)
  array[2 ** 27 - 1] = 9
  expect([array[0], array[2 ** 27 - 1], array.length >= 2 ** 27]).toEqual([7, 9, true])
})

it('is empty once its memory was given back', () => {
  const array = growing(Float64Array, 1_000)
  giveBack(array)
  expect([array.length, array[0], array.buffer.byteLength]).toEqual([0, undefined, 0])
})
