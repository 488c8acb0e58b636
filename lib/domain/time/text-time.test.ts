import { expect, it } from 'vitest'
import { textTime, textTimeToSecond, withTimes } from './text-time'

const AT = Date.UTC(2026, 10, 12, 14, 2, 7)

it('a time in a sentence is found again, and nothing else is', () => {
  expect(textTime(AT)).toBe('2026-11-12 14:02 UTC')
  expect(textTimeToSecond('2026-11-12T14:02:07.900Z')).toBe('2026-11-12 14:02:07 UTC')
  const write = (at: number, toSecond: boolean) => `<${new Date(at).toISOString()} ${toSecond}>`
  const text = `held by Ana, ${textTime(AT)}; the fence of Ben, ${textTimeToSecond(AT)}. On 2026-11-12, 14:02, 2026-99-99 14:02 UTC`
  expect(withTimes(text, write)).toBe(
    'held by Ana, <2026-11-12T14:02:00.000Z false>; the fence of Ben, <2026-11-12T14:02:07.000Z true>. On 2026-11-12, 14:02, 2026-99-99 14:02 UTC',
  )
})
