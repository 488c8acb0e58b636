import { afterEach, expect, it } from 'vitest'
import { retryAfterMs } from './upstream-text'

const before = process.env.TZ
afterEach(() => {
  process.env.TZ = before
})

const NOW = Date.UTC(2026, 10, 12, 14, 2, 2)

it.each([
  'Thu, 12 Nov 2026 14:02:07 GMT',
  'Thursday, 12-Nov-26 14:02:07 GMT',
  'Thu Nov 12 14:02:07 2026',
  'Thu, 12 Nov 2026 15:02:07 +0100',
])('a date is GMT wherever the console runs: %s', (header) => {
  for (const zone of ['UTC', 'America/New_York', 'Pacific/Kiritimati']) {
    process.env.TZ = zone
    expect(retryAfterMs(header, NOW)).toBe(5_000)
  }
})
