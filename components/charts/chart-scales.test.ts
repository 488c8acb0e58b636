import { expect, it } from 'vitest'
import { scaleLinear } from './chart-scales'

const scale = scaleLinear().domain([1_000, 3_000]).range([220, 20])

it('has a place for each number, beyond the ends too', () =>
  expect([1_000, 2_000, 3_000, 3_500, '1500'].map((value) => scale(value))).toEqual([220, 120, 20, -30, 170]))

it('finds the number of a place', () =>
  expect([220, 120, 20].map((at) => scale.invert(at))).toEqual([1_000, 2_000, 3_000]))

it('has no place for what is no number', () =>
  expect([null, undefined, 'x', Number.NaN].map((value) => scale(value))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]))

it('puts a span of no length in the middle', () => expect(scaleLinear().domain([7, 7]).range([0, 100])(7)).toBe(50))

it('says its ends', () =>
  expect([scale.domain(), scale.range()]).toEqual([
    [1_000, 3_000],
    [220, 20],
  ]))
