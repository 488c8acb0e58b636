import { describe, expect, it } from 'vitest'
import type { KeyUsersView, RotationView } from '@/lib/domain/wire/rotation'
import { faultWords, hasPreviousEnded, isRecent, progressOf } from './rotation-words'

const NOW = Date.parse('2026-03-02T12:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()
const rotation = (more: Partial<RotationView> = {}) =>
  ({
    requestedAt: iso(NOW - 2 * 86_400_000),
    previousUntil: null,
    previousEndedAt: null,
    ...more,
  }) as RotationView

describe('the previous key', () => {
  it.each([
    ['was ended', { previousEndedAt: iso(NOW - 1) }, true],
    ['has run out', { previousUntil: iso(NOW) }, true],
    ['runs out later', { previousUntil: iso(NOW + 1) }, false],
    ['is not reported on', {}, false],
  ])('%s', (_, more, ended) => expect(hasPreviousEnded(rotation(more), NOW)).toBe(ended))

  it('that works keeps its rotation on the page after a day', () => {
    expect(isRecent(rotation({ previousUntil: iso(NOW + 1) }), NOW)).toBe(true)
    expect(isRecent(rotation({ previousUntil: iso(NOW - 1) }), NOW)).toBe(false)
    expect(isRecent(rotation({ requestedAt: iso(NOW - 1), previousUntil: iso(NOW - 1) }), NOW)).toBe(true)
  })
})

describe('devices', () => {
  const keys = (previousUntil: string | null, unknown = 0): KeyUsersView => ({
    from: 'keys',
    counts: { current: 3, replaced: 2, asking: 1, unknown },
    current: [],
    replaced: [],
    previousUntil,
    ownKeyUntil: null,
  })

  it('are dark only once no previous key works', () => {
    expect(progressOf(keys(iso(NOW + 1)))).toMatchObject({ leftWords: 'last seen on the old key', isOver: false })
    expect(progressOf(keys(null))).toMatchObject({ back: 3, left: 2, leftWords: 'dark', isOver: true })
  })

  it('whose key is not known are in neither count, and said', () => {
    expect(progressOf(keys(null, 4))).toMatchObject({ back: 3, left: 2, unknown: 4 })
  })

  it('of an authority that shows times alone are not counted before the old key has ended', () => {
    const times = {
      from: 'times' as const,
      endedAt: null,
      counts: { back: 0, quiet: 0, active: 5, unknown: 0 },
      quiet: [],
    }
    expect(progressOf(times)).toBeNull()
    expect(progressOf({ ...times, endedAt: iso(NOW) })).toMatchObject({ leftWords: 'not seen since' })
  })
})

it('has a sentence for every fault, known or not', () => {
  for (const fault of ['console-ended', 'new-key-silent', 'not-written', 'internal', null])
    expect(faultWords(fault)).toMatch(/\.$/)
})
