import { afterEach, describe, expect, it } from 'vitest'
import { readTime } from './read-time'

const before = process.env.TZ
afterEach(() => {
  process.env.TZ = before
})

const AT = Date.UTC(2026, 10, 12, 14, 2, 7)

describe.each(['UTC', 'America/New_York', 'Pacific/Kiritimati'])('a console in %s', (zone) => {
  it.each([
    ['2026-11-12T14:02:07Z', AT],
    ['2026-11-12T14:02:07', AT],
    ['2026-11-12 14:02:07', AT],
    ['2026-11-12 14:02:07 UTC', AT],
    ['2026-11-12T14:02:07.000000', AT],
    ['2026-11-12T14:02:07,0', AT],
    ['2026-11-12T15:02:07+01:00', AT],
    ['2026-11-12T15:02:07+0100', AT],
    ['2026-11-12 15:02:07+01', AT],
    ['2026-11-12T09:02:07-05:00', AT],
    ['2026-11-12T14:02:07z', AT],
    [' 2026-11-12T14:02:07Z\n', AT],
    ['2026-11-12T14:02', AT - 7_000],
    ['2026-11-12', Date.UTC(2026, 10, 12)],
    [AT, AT],
    [AT / 1000, AT],
    [String(AT), AT],
    [String(AT / 1000), AT],
    // The hour that the clocks of Berlin and New York go through twice, and the one that they leave out.
    ['2026-10-25T02:30:00', Date.UTC(2026, 9, 25, 2, 30)],
    ['2026-11-01T01:30:00', Date.UTC(2026, 10, 1, 1, 30)],
    ['2026-03-08T02:30:00', Date.UTC(2026, 2, 8, 2, 30)],
  ])('reads %j', (value, at) => {
    process.env.TZ = zone
    expect(readTime(value)).toBe(at)
  })
})

it('reads the usual form as `Date.parse` does, every day of the years from 1970', () => {
  const DAY = 86_400_000
  for (let day = 1; day < 80_000; day++) {
    const at = day * DAY + ((day * 7_919_999) % DAY)
    expect(readTime(new Date(at).toISOString())).toBe(at)
  }
})

it.each([
  '2026-02-31T14:02:07.123Z',
  '2026-13-01T14:02:07.123Z',
  '2026-11-00T14:02:07.123Z',
  '2026-11-12T25:02:07.123Z',
  '2026-11-12T14:60:07.123Z',
  '2026-11-12T14:02:60.123Z',
  '2026-11-12T14:02:07.1x3Z',
  '2O26-11-12T14:02:07.123Z',
  '2026-11-12T14:02:07.-12Z',
])('%s means what `Date.parse` says', (text) => {
  const ms = Date.parse(text)
  expect(readTime(text)).toBe(Number.isNaN(ms) ? undefined : ms)
})

describe('never', () => {
  it.each([
    [null],
    [0],
    [-0],
    ['0'],
    ['0.0'],
    [''],
    ['  '],
    ['0001-01-01T00:00:00Z'],
    ['0001-01-01 00:00:00'],
    ['0000-00-00 00:00:00'],
    ['0000-00-00'],
    ['1970-01-01T00:00:00Z'],
    ['1970-01-01'],
  ])('%j', (value) => expect(readTime(value)).toBeNull())
})

describe('no time', () => {
  it.each([
    [undefined],
    [true],
    ['soon'],
    ['never'],
    ['12 Nov 2026'],
    ['11/12/2026'],
    ['2026-13-40'],
    ['2026-11-12T25:00:00Z'],
    ['2026-11-12T14:02:07+99:99'],
    [-1],
    [Number.POSITIVE_INFINITY],
    ['1e9'],
    [[AT]],
    [{ at: AT }],
  ])('%j', (value) => expect(readTime(value)).toBeUndefined())
})
