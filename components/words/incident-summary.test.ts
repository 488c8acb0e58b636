import { expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import { incidentSummary } from './incident-summary'

const operation = {
  id: 'op-1',
  org: 'main',
  kind: 'revoke',
  state: 'finished',
  by: { id: 'a', name: 'Ann' },
  reason: 'it leaks\nand costs',
  selector: 'env:prod',
  requestedAt: '2026-11-12T14:02:07.000Z',
  acceptedAt: '2026-11-12T14:02:08.000Z',
  finishedAt: '2026-11-12T14:02:09.000Z',
  authority: 'machineid.io',
  total: 25,
  undoes: null,
  outcomes: { pending: 0, done: 25, refused: 0, failed: 0, unknown: 0, skipped: 0 },
  stop: { status: 'accepted', counts: { confirmed: 19, asked: 0, waiting: 6, contradicted: 0 } },
  error: null,
} as unknown as Operation

const options = {
  time: (at: string) => `<${at}>`,
  link: 'https://c/main/operations/op-1',
  at: '2026-11-12T14:05:00.000Z',
}
const summary = (some: object = {}) => incidentSummary({ ...operation, ...some } as Operation, options)

it('holds state, counts, who, when, why, the link, and times with their zone; one line each', () => {
  expect(summary().split('\n')).toEqual([
    'Revoke of 25 devices, org main',
    'State: Stop in force',
    'Result: 25 revoked',
    'Left: 6 not heard from yet',
    'Evidence: 19 of 25 confirmed · 6 waiting, as last read',
    'Asked by: Ann, <2026-11-12T14:02:07.000Z>',
    'Accepted: <2026-11-12T14:02:08.000Z>',
    'Ended: <2026-11-12T14:02:09.000Z>',
    'Selector: env:prod',
    expect.stringMatching(/^Reason: it leaks.+and costs$/),
    'Authority: machineid.io',
    'Operation: op-1',
    'Link: https://c/main/operations/op-1',
    'Copied: <2026-11-12T14:05:00.000Z>',
    '',
  ])
})

it('claims no evidence of a stop that is not in force, and names what took it back', () => {
  const queued = summary({ stop: { ...operation.stop, status: 'queued' }, acceptedAt: null, reason: null })
  expect(queued).toContain('State: Stop queued, not in force')
  expect(queued).not.toMatch(/Evidence|Accepted|nothing left/)
  expect(queued).toContain('Reason: (none given)')
  const by = { id: 'u', kind: 'restore', total: 25, requestedAt: 'T', by: 'Ben', fenceOf: null }
  const endedBy = { ...by, undo: true, state: 'finished', withdrawn: false, devices: 25 }
  expect(summary({ stop: { ...operation.stop, status: 'lifted' }, endedBy })).toContain(
    'Undone by: Restore of 25 devices, <T>, Ben',
  )
})

it('writes right-to-left text as it is', () => {
  const fence = { endsAt: null, remindAt: null, endedAt: null, liftedAt: null }
  expect(summary({ selector: 'env:عامل', fence }).split('\n')[0]).toBe('Fence: revoke env:عامل, org main')
})

it('keeps a text from writing lines of its own', () => {
  const forged = summary({ reason: 'x\nState: All 25 denied', by: { id: null, name: 'a\u2028b' } })
  expect(forged.split(/[\n\u2028]/).filter((line) => line.startsWith('State:'))).toHaveLength(1)
})
