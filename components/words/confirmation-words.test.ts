import { expect, it } from 'vitest'
import { confirmationWords } from './confirmation-words'

const none = { confirmed: 0, asked: 0, waiting: 0, contradicted: 0 }

it('is honest at zero: how many, and when the first is expected where the rhythm shows it', () => {
  const counts = { ...none, waiting: 25 }
  expect(confirmationWords(counts, { firstMs: 40_000, allMs: 240_000 })).toEqual({
    headline: '0 of 25 confirmed yet',
    note: 'The first is expected within 40 s, all within 4 min.',
    source: null,
  })
  expect(confirmationWords(counts, { firstMs: 4_000, allMs: null }).note).toBe(
    'The first is expected within 4 s; of some it is not known.',
  )
  expect(confirmationWords(counts, { firstMs: null, allMs: null }).note).toBe('When they ask next is not known.')
  expect(confirmationWords(counts, { firstMs: 0, allMs: 0 }).note).toBe('All 25 devices are expected any moment.')
  expect(confirmationWords(counts, undefined).note).toBeNull()
})

it('never counts what asked or what was let through as confirmed', () => {
  expect(confirmationWords({ ...none, asked: 19, waiting: 5, contradicted: 1 }, undefined).headline).toBe(
    '0 of 25 confirmed yet · 19 asked, and this authority does not show the answer · 1 contradicted',
  )
  expect(confirmationWords({ ...none, confirmed: 19, waiting: 6 }, { firstMs: 2_000, allMs: 9_000 })).toEqual({
    headline: '19 of 25 confirmed · 6 waiting',
    note: 'The next is expected within 2 s, all within 9 s.',
    source: 'Reported: another agent with the same key may have asked.',
  })
})

it('says nothing of the future when none waits, and of one device it', () => {
  expect(confirmationWords({ ...none, confirmed: 25 }, { firstMs: null, allMs: null })).toEqual({
    headline: '25 of 25 confirmed',
    note: null,
    source: 'Reported: another agent with the same key may have asked.',
  })
  expect(confirmationWords({ ...none, waiting: 1 }, { firstMs: 40_000, allMs: 40_000 }).note).toBe(
    'It is expected within 40 s.',
  )
  expect(confirmationWords(none, undefined).headline).toBe('No active device was covered')
})

it('names who can have asked: the device alone, or any agent that shares its key', () => {
  const sourceOf = (proven?: number) =>
    confirmationWords({ ...none, confirmed: 25, waiting: 1, proven }, undefined).source
  expect(sourceOf(25)).toBe('Proven: each was denied under its own device key.')
  expect(sourceOf(18)).toBe(
    '18 proven under their own device keys, 7 reported: another agent with the same key may have asked.',
  )
  expect(sourceOf()).toBe('Reported: another agent with the same key may have asked.')
})
