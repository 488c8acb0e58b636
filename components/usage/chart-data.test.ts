import { expect, it } from 'vitest'
import type { UsagePoint } from '@/lib/domain/usage-steps'
import type { Usage } from '@/lib/domain/wire/usage'
import { chartData } from './chart-data'

const MINUTE = 60_000
const at = (minute: number) => new Date(minute * MINUTE).toISOString()
const point = (minute: number, active: number | null) => ({ at: at(minute), active }) as UsagePoint
const usage = (more: Partial<Usage>): Usage => ({
  from: at(0),
  to: at(35),
  bucketSeconds: 600,
  points: [point(0, 25), point(10, 25), point(20, 0), point(30, 0)],
  stacked: { part: 'role', parts: ['role'], series: [] },
  before: null,
  marks: { shown: [], leftOut: 0 },
  sampleSeconds: 60,
  diskBytes: 0,
  lastSampleAt: null,
  ...more,
})

it('a count is drawn at the end of its step, so that no curve falls before the stop within it', () => {
  const { data } = chartData(usage({}))
  const stoppedAt = 24 * MINUTE
  const firstFallen = data.find(({ active }) => active === 0)
  expect(firstFallen?.time).toBeGreaterThanOrEqual(stoppedAt)
  expect(data.map(({ time }) => time / MINUTE)).toEqual([10, 20, 30, 35])
})

it('the time before lies under the same place, also where its steps begin at other moments', () => {
  const before = { from: at(-35), points: [point(-34, 7), point(-24, 8)] }
  const { data } = chartData(usage({ before }))
  expect(data.map((datum) => datum.before?.active)).toEqual([7, 8, undefined, undefined])
})
