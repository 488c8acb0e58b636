import { expect, it } from 'vitest'
import { curvePoints, forecastMarks } from './forecast-curve'

const of = (halfMs: number | null, ninetyMs: number | null, allMs: number | null) =>
  forecastMarks({ devices: 25, halfMs, ninetyMs, allMs, unknown: 0 })

it('draws half, 90 % and all over time', () => {
  expect(curvePoints(of(10_000, 20_000, 40_000))).toEqual([
    { x: 0, y: 30 },
    { x: 25, y: 15 },
    { x: 50, y: 3 },
    { x: 100, y: 0 },
  ])
})

it('ends where the knowledge ends, and draws nothing of what is not known', () => {
  expect(curvePoints(of(10_000, 20_000, null))?.at(-1)).toEqual({ x: 100, y: 3 })
  expect(curvePoints(of(null, null, null))).toBeNull()
  expect(of(1, null, null).map(({ ms }) => ms)).toEqual([1, null, null])
})

it('divides by nothing, and says a time once, where all ask at once', () => {
  expect(of(0, 0, 0)).toEqual([{ share: 'all', part: 1, ms: 0 }])
  expect(curvePoints(of(0, 0, 0))).toBeNull()
  expect(of(200, 900, 30_000).map(({ share }) => share)).toEqual(['90 %', 'all'])
  expect(
    curvePoints([
      { share: 'half', part: 0.5, ms: 0 },
      { share: 'all', part: 1, ms: 0 },
    ])?.every(({ x }) => x === 0),
  ).toBe(true)
})
