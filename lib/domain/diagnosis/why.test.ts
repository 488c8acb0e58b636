/** Nothing is claimed that was not read. */
import { describe, expect, it } from 'vitest'
import type { DeviceRow } from '../wire/devices'
import type { DeviceFacts } from './check'
import { whyDenied } from './why-denied'
import { isDenied, whyRunning } from './why-running'

const device: DeviceRow = {
  deviceId: 'a:b:c:1',
  status: 'active',
  parts: null,
  running: true,
  lastValidatedAt: '2026-11-28T03:00:00.000Z',
  lastDecision: { allowed: true, code: 'ALLOW', at: '2026-11-28T03:00:00.000Z' },
}

const facts = (more: Partial<DeviceFacts>): DeviceFacts => ({
  id: device.deviceId,
  device,
  holds: [],
  lookalikes: { active: 0, revoked: 0, unknown: 0, named: [] },
  reading: { status: 'fresh', readAt: '2026-11-28T03:00:01.000Z', authorityNow: null, error: null },
  execution: { state: 'enabled', changedAt: null, reason: null },
  cap: null,
  orgStop: null,
  lastRevoke: null,
  lastRemoval: null,
  readMs: Date.parse('2026-11-28T03:00:01.000Z'),
  ...more,
})

const causesOf = (more: Partial<DeviceFacts>) =>
  [...whyDenied(facts(more)), ...whyRunning(facts(more))].filter(({ finding }) => finding === 'cause')

describe('is unknown, and no cause', () => {
  it.each<[string, Partial<DeviceFacts>]>([
    ['before the first reading', { device: null, reading: { ...facts({}).reading, status: 'loading', readAt: null } }],
    ['whether the org is stopped', { execution: { state: 'unknown', changedAt: null, reason: null } }],
    ['whether the device is revoked', { device: { ...device, status: 'unknown' } }],
  ])('%s', (_, more) => {
    expect(causesOf(more)).toEqual([])
    const unknown = (checks: { finding: string }[]) => checks.some(({ finding }) => finding === 'unknown')
    expect([unknown(whyDenied(facts(more))), unknown(whyRunning(facts(more)))]).toEqual([true, true])
  })
})

it('denied is a device that is revoked, one that is not there, and every one of a stopped org or of a plan that ended', () => {
  const states: [Partial<DeviceFacts>, boolean | null][] = [
    [{}, false],
    [{ device: { ...device, status: 'revoked' } }, true],
    [{ device: null }, true],
    [{ execution: { state: 'disabled', changedAt: null, reason: null } }, true],
    [{ cap: { planState: 'frozen' } }, true],
    [{ device: { ...device, status: 'unknown' } }, null],
    [{ execution: { state: 'unknown', changedAt: null, reason: null } }, null],
  ]
  expect(states.map(([more]) => isDenied(facts(more)))).toEqual(states.map(([, denied]) => denied))
})
