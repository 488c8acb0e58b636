import { expect, it } from 'vitest'
import { localTimes } from './local-times'

it('a sentence shows its times in the zone of the page', () => {
  const text = 'still held by Ana, 2026-07-12 14:02 UTC; the list of 2026-11-12 23:30:09 UTC'
  expect(localTimes(text, 'Asia/Kolkata')).toBe(
    'still held by Ana, 12 Jul 2026, 19:32 GMT+5:30; the list of 13 Nov 2026, 05:00:09 GMT+5:30',
  )
  expect(localTimes(text, 'UTC')).toBe(
    'still held by Ana, 12 Jul 2026, 14:02 UTC; the list of 12 Nov 2026, 23:30:09 UTC',
  )
})
