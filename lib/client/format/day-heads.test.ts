import { expect, it } from 'vitest'
import { dayHeads } from './day-heads'

const TIMES = ['2026-11-12T23:30:00Z', null, '2026-11-12T18:40:00Z', '2026-11-11T23:59:59Z']

it('says a day once, in the zone that times are shown in', () => {
  expect(dayHeads(TIMES, 'UTC')).toEqual(['12 Nov 2026, UTC', null, null, '11 Nov 2026, UTC'])
  expect(dayHeads(TIMES, 'Asia/Kolkata')).toEqual(['13 Nov 2026, GMT+5:30', null, null, '12 Nov 2026, GMT+5:30'])
  expect(dayHeads([null, ...TIMES], 'UTC').slice(0, 2)).toEqual([null, '12 Nov 2026, UTC'])
})

it('on the day on which the clocks change the zone is said anew', () => {
  expect(dayHeads(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'], 'Europe/Berlin')).toEqual([
    '25 Oct 2026, CEST',
    '25 Oct 2026, CET',
  ])
})
