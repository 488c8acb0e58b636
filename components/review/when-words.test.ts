import { expect, it } from 'vitest'
import { whenFault, whenPart } from './when-words'

const NOW = Date.UTC(2026, 10, 12, 14)
const HOUR = 3_600_000
const inAnHour = '2026-11-12T15:00:00.000Z'

it('asks for a time that lies ahead, and for a start within 30 days', () => {
  expect(whenFault('now', null, NOW)).toBeNull()
  expect(whenFault('fence', null, NOW)).toMatch('needed')
  expect(whenFault('fence', NOW, NOW)).toMatch('over')
  expect(whenFault('fence', NOW + 400 * 24 * HOUR, NOW)).toBeNull()
  expect(whenFault('later', NOW + 30 * 24 * HOUR, NOW)).toBeNull()
  expect(whenFault('later', NOW + 30 * 24 * HOUR + 1, NOW)).toMatch('30 days')
})

it('says it as the API takes it', () => {
  expect(whenPart('now', 'end', NOW + HOUR)).toEqual({})
  expect(whenPart('fence', 'end', NOW + HOUR)).toEqual({ fence: { endsAt: inAnHour } })
  expect(whenPart('fence', 'reminder', NOW + HOUR)).toEqual({ fence: { remindAt: inAnHour } })
  expect(whenPart('later', 'reminder', NOW + HOUR)).toEqual({ startAt: inAnHour })
})
