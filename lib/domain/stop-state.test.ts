import fc from 'fast-check'
import { expect, it } from 'vitest'
import { STOP_STATUSES, type StopStatus } from './stop'
import {
  acceptStop,
  closeStop,
  isOpen,
  isOver,
  liftStop,
  NO_FAULT,
  refuseStop,
  type StopState,
  waitWithStop,
  withdrawStop,
} from './stop-state'

const pressed: StopState = {
  status: 'requested',
  phase: 'running',
  acceptedAt: null,
  finishedAt: null,
  acceptedRevision: null,
  acceptedAuthorityAt: null,
  fault: NO_FAULT,
}
const away = { code: 'upstream-unavailable', message: 'not reached', requestId: null }
const inForce = acceptStop(pressed, 5, { revision: 9, authorityAt: 4, requestId: 'r' })
const at = (status: StopStatus): StopState => ({ ...pressed, status })

it('a stop that the authority took is in force, and bears no fault of an earlier try', () => {
  const state = acceptStop(waitWithStop(pressed, true, away), 5, { revision: 9, authorityAt: 4, requestId: 'r' })
  expect(state).toEqual(inForce)
  expect(state.fault).toEqual({ code: null, message: null, requestId: 'r' })
})

it('a try that was certainly not taken leaves a stop that may have been taken before in doubt', () => {
  expect(waitWithStop(pressed, true, away).status).toBe('queued')
  expect(waitWithStop(waitWithStop(pressed, false, away), true, away).status).toBe('unknown')
  expect(waitWithStop(waitWithStop(pressed, true, away), false, away).status).toBe('unknown')
})

it('a resume lifts what is in force, withdraws what waits, and touches nothing that is over', () => {
  expect(liftStop(inForce, 8)).toEqual({ ...inForce, status: 'lifted' })
  expect(liftStop(waitWithStop(pressed, true, away), 8)).toMatchObject({ status: 'withdrawn', finishedAt: 8 })
  for (const over of [
    refuseStop(pressed, 6, away),
    withdrawStop(pressed, 6),
    closeStop(inForce),
    at('lifted-elsewhere'),
  ])
    expect(liftStop(over, 8)).toBe(over)
})

it('every status is open, over or in force, and no two of them', () => {
  fc.assert(
    fc.property(fc.constantFrom(...STOP_STATUSES), (stop_status) => {
      const kinds = [isOpen({ stop_status }), isOver({ stop_status }), stop_status === 'accepted']
      expect(kinds.filter(Boolean)).toHaveLength(1)
    }),
  )
})
