import { expect, it } from 'vitest'
import { outcomeSentence, progressSentence } from './operation-words'

const progress = { total: 10_000, settled: 0, retryable: 0, at: '' }

it('says how far, how fast and how long, as far as it is known', () => {
  const sentence = (answered: number, perSecond: number | null, leftMs: number | null) =>
    progressSentence({ ...progress, answered, perSecond, leftMs })
  expect(sentence(4_200, 820.4, 7_073)).toBe('4,200 of 10,000 answered · 820 a second · about 8 s left')
  expect(sentence(3, 0.2, 3_600_000)).toBe('3 of 10,000 answered · less than 1 a second · about 1 h left')
  expect(sentence(0, null, null)).toBe('0 of 10,000 answered')
  expect(sentence(10_000, 900, 0)).toBe('all 10,000 answered · reading them back')
  expect(progressSentence({ ...progress, answered: 10_000, perSecond: null, leftMs: null }, 'paused')).toBe(
    'all 10,000 answered',
  )
})

it('names the worst outcome first, and calls no device so already that was cancelled', () => {
  const outcomes = { pending: 1, done: 2, refused: 3, failed: 4, unknown: 5, skipped: 6 }
  expect(outcomeSentence('revoke', outcomes)).toBe('4 failed, 5 not known, 3 refused, 2 revoked, 6 skipped, 1 open')
})
