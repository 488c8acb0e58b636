import { expect, it } from 'vitest'
import type { IncidentEntry } from '@/lib/domain/incident'
import { rowTime, timelineRows } from './timeline'

const entry = (kind: IncidentEntry['kind'], at: string | null): IncidentEntry => ({
  kind,
  at,
  clock: kind === 'confirmed' ? 'authority' : 'console',
  by: { id: null, name: 'x' },
  text: `${kind} ${at}`,
  deviceId: null,
  operationId: null,
  requestId: null,
  address: null,
})
const confirmed = (...times: (string | null)[]) => times.map((at) => entry('confirmed', at))

it('shows many confirmations in a row as one, from the first to the last, and loses none', () => {
  const entries = [
    entry('record', 't0'),
    ...confirmed('t3', 't1', null, 't2'),
    entry('record', 't4'),
    ...confirmed('t5'),
  ]
  const rows = timelineRows(entries)
  expect(rows.map(({ kind }) => kind)).toEqual(['entry', 'confirmed', 'entry', 'entry'])
  expect(rows[1]).toMatchObject({ first: 't1', last: 't3' })
  expect(rows.flatMap((row) => (row.kind === 'entry' ? row.entry : row.entries))).toEqual(entries)
  expect(rows.map(rowTime)).toEqual(['t0', 't1', 't4', 't5'])
})

it('keeps a few confirmations as they are, and knows no time where none is reported', () => {
  expect(timelineRows(confirmed('t1', 't2')).map(({ kind }) => kind)).toEqual(['entry', 'entry'])
  expect(timelineRows(confirmed(null, null, null)).map(rowTime)).toEqual([null])
  expect(timelineRows([])).toEqual([])
})
