/** An authority without revisions and times: what may be claimed from counters and values alone. */
import { expect, it } from 'vitest'
import type { Device } from '@/lib/domain/device'
import { deviceStopState, type StopMark } from '@/lib/domain/stop'
import { StopBaselines } from './stop-baselines'

const MARK: StopMark = { kind: 'revoke' }
const counted = (allowed: number, denied: number, data: Partial<Device> = {}): Device => ({
  deviceId: 'a',
  status: 'revoked',
  validations: { allowed, denied },
  ...data,
})

function watch(before: Device): (device: Device) => string {
  const baselines = new StopBaselines()
  baselines.note(before, MARK)
  return (device) => baselines.stateOf(device, MARK, 'unknown')
}

it('waits until a counter grows; a denial since the last snapshot before the stop confirms', () => {
  const stateOf = watch(counted(5, 0, { status: 'active' }))
  expect(stateOf(counted(5, 0))).toBe('waiting')
  expect(stateOf(counted(5, 1))).toBe('confirmed')
  const atOnce = watch(counted(5, 0, { status: 'active' }))
  expect(atOnce(counted(6, 1))).toBe('confirmed')
})

it('takes what was allowed between the last snapshot and the stop for no contradiction, and what came after for one', () => {
  const stateOf = watch(counted(5, 0, { status: 'active' }))
  expect(stateOf(counted(6, 0))).toBe('waiting')
  expect(stateOf(counted(7, 0))).toBe('contradicted')
  // The mutant that compares with the snapshot before the stop alone raises a false alarm.
  expect(deviceStopState(counted(6, 0), { ...MARK, before: counted(5, 0) })).toBe('contradicted')
})

it('reads a total that grew as a validate, and no more', () => {
  const total = (validationsTotal: number): Device => ({ deviceId: 'a', status: 'revoked', validationsTotal })
  const stateOf = watch(total(3))
  expect(stateOf(total(3))).toBe('waiting')
  expect(stateOf(total(4))).toBe('asked')
})

it('reads a decision that changed where neither time nor revision comes with it', () => {
  const decided = (allowed: boolean, code: string): Device => ({
    deviceId: 'a',
    status: 'revoked',
    lastDecision: { allowed, code },
  })
  const stateOf = watch({ ...decided(true, 'ALLOW'), status: 'active' })
  expect(stateOf(decided(true, 'ALLOW'))).toBe('waiting')
  expect(stateOf(decided(false, 'DEVICE_REVOKED'))).toBe('confirmed')
})

it('after a restart of the console counts from the first snapshot', () => {
  const baselines = new StopBaselines()
  expect(baselines.stateOf(counted(9, 4), MARK, 'unknown')).toBe('waiting')
  expect(baselines.stateOf(counted(9, 5), MARK, 'unknown')).toBe('confirmed')
})

it('leaves revisions and times alone where the authority has them', () => {
  const mark: StopMark = { kind: 'revoke', revision: 10 }
  const baselines = new StopBaselines()
  const at = (revision: number): Device => counted(5, 0, { lastDecision: { allowed: true, code: 'ALLOW', revision } })
  baselines.note(at(9), mark)
  expect(baselines.stateOf(at(9), mark, 'unknown')).toBe('waiting')
  expect(baselines.stateOf(at(11), mark, 'unknown')).toBe('contradicted')
})
