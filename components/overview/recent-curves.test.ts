import { expect, it } from 'vitest'
import { recentCurves } from './recent-curves'

const MINUTE = 60_000
const step = (minute: number, allowed: number | null, cap: number | null = null, allowedLowest = allowed) => ({
  at: new Date(minute * MINUTE).toISOString(),
  allowed,
  allowedLowest,
  cap,
})
const curves = (steps: ReturnType<typeof step>[], nowMinute: number) => {
  const drawn = recentCurves(steps, nowMinute * MINUTE, 100, 100)
  if (!drawn) throw new Error('nothing is drawn')
  return drawn
}

it('a cap of 20,000 does not flatten 25 agents: it is a word, and no line', () => {
  const { ticks, lines, cap, capLine } = curves([step(0, 25, 20_000), step(1, 25, 20_000)], 10)
  expect(ticks.at(-1)).toBe(30)
  expect(lines[0]?.line).toMatch(/^M0 16\.7/)
  expect(cap).toEqual({ limit: 20_000, isDrawn: false })
  expect(capLine).toBe('')
})

it('a cap that is near has a line, with a step where it changes', () => {
  const { capLine, cap } = curves([step(0, 25, 30), step(5, 25, 60)], 10)
  expect(cap).toEqual({ limit: 60, isDrawn: true })
  expect(capLine).toBe('M0 50H50V0H100')
})

it('a cap that fits only now begins where it fits', () => {
  expect(curves([step(0, 25, 20_000), step(5, 25, 30)], 10).capLine).toBe('M50 0H100')
})

it('ten minutes of data span ten minutes', () => {
  const { from, to } = curves([step(0, 5), step(5, 5)], 10)
  expect(to - from).toBe(10 * MINUTE)
})

it('a hole stays a hole: the line ends where it begins, and begins anew after it', () => {
  const { lines } = curves([step(0, 2), step(2, 2), step(4, null), step(6, 2), step(8, 2)], 10)
  expect(lines.map(({ line }) => line)).toEqual(['M0 0H20V0V0H40', 'M60 0H80V0V0H100'])
})

it('no sample since a while: the line does not go on to now', () => {
  expect(curves([step(0, 2), step(2, 2), step(4, null)], 10).lines[0]?.line).toMatch(/H40$/)
})

it('a stop between two samples shows as a dip to its lowest', () => {
  expect(curves([step(0, 2), step(5, 2, null, 0)], 10).lines[0]?.line).toBe('M0 0H50V100V0H100')
})

it('a clock that was set back: nothing is drawn beyond the axis', () => {
  const { from, to, lines } = curves([step(0, 2), step(50, 2)], 10)
  expect(to - from).toBe(50 * MINUTE)
  expect(lines[0]?.line).toMatch(/H100$/)
})

it('nothing is drawn before the second step', () => {
  expect(recentCurves([step(0, 2), step(1, null)], MINUTE, 100, 100)).toBeNull()
  expect(recentCurves([], 0, 100, 100)).toBeNull()
})

it('an org that was stopped all along is a line at 0', () => {
  expect(curves([step(0, 0), step(5, 0)], 10).lines[0]?.line).toBe('M0 100H50V100V100H100')
})
