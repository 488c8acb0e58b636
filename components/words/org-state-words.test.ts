import { describe, expect, it } from 'vitest'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { orgStateWords } from './org-state-words'

const at = '2026-11-12T14:02:07.000Z'
const running: OrgState = {
  org: { slug: 'prod', name: 'prod', idPattern: '{env}:{role}', parts: ['env', 'role'] },
  authority: { name: 'machineid.io', kind: 'machineid', url: 'https://machineid.io' },
  role: 'admin',
  permissions: ['see', 'stop'],
  reading: { status: 'fresh', readAt: at, authorityNow: at, error: null },
  execution: { state: 'enabled', changedAt: null, reason: null },
  counts: { total: 25, active: 25, revoked: 0, unknown: 0, running: 25, allowed: 25 },
  cap: { limit: 25 },
  orgStop: null,
  contradicted: 0,
  alarms: { contradicted: 0, liftedElsewhere: 0, refusedStops: 0, twinChanged: 0, newestAt: null },
  openOperations: 0,
  capabilities: { orgDisable: 'yes', batch: 'yes', deltas: 'yes' },
  at,
}
const stop = (
  status: 'requested' | 'queued' | 'accepted' | 'refused',
  waiting = 6,
): NonNullable<OrgState['orgStop']> => ({
  operationId: 'a',
  kind: 'disable',
  status,
  by: { id: 'p', name: 'Anna' },
  requestedAt: at,
  acceptedAt: status === 'accepted' ? at : null,
  reason: null,
  total: 25,
  counts: { contradicted: 0, waiting, asked: 0, confirmed: 25 - waiting },
})
const disabled: OrgState['execution'] = { state: 'disabled', changedAt: at, reason: null }

describe('the state of an org in words', () => {
  it('says running with how many', () => {
    expect(orgStateWords(running)).toEqual({
      tone: 'running',
      headline: 'Running',
      claim: 'Running',
      detail: '25 of 25 active · cap 25',
    })
  })
  it('claims nothing of all where entries of the list have no id', () => {
    const stopped = { ...running, execution: disabled, orgStop: { ...stop('accepted', 0), unusable: 2 } }
    expect(orgStateWords(stopped).headline).toBe('Stop in force')
    const revoked = { ...running, execution: { ...disabled, state: 'unsupported' as const } }
    const none = { ...revoked, counts: { total: 25, active: 0, revoked: 25, unknown: 0, running: 0, allowed: 0 } }
    expect(orgStateWords(none).headline).toBe('All revoked')
    expect(orgStateWords({ ...none, reading: { ...none.reading, unusable: 2 } }).headline).toBe('Running')
  })
  it('an org without devices is not running', () => {
    const counts = { total: 0, active: 0, revoked: 0, unknown: 0, running: 0, allowed: 0 }
    for (const state of ['enabled', 'unsupported'] as const) {
      const empty = { ...running, counts, execution: { ...running.execution, state } }
      expect(orgStateWords(empty)).toMatchObject({ tone: 'empty', headline: 'No devices', detail: 'cap 25' })
      expect(orgStateWords({ ...empty, counts: { ...counts, total: 4, revoked: 4 } }).headline).toBe('All revoked')
    }
  })
  it('an act on a wrong device is an alarm', () => {
    const alarms = { ...running.alarms, twinChanged: 1 }
    expect(orgStateWords({ ...running, alarms })).toMatchObject({ tone: 'alarm', claim: 'Running' })
  })
  it('never shows old data as the present', () => {
    for (const status of ['stale', 'failing', 'key-rejected'] as const) {
      const words = orgStateWords({ ...running, reading: { ...running.reading, status } })
      expect(words).toMatchObject({ tone: 'unknown', headline: 'Last known: running' })
    }
  })
  it('calls what was never read not known, and not what was last known', () => {
    const reading = { ...running.reading, status: 'failing', readAt: null } as const
    const never = { ...running, counts: null, reading, execution: { ...disabled, state: 'unknown' as const } }
    expect(orgStateWords(never)).toMatchObject({ tone: 'unknown', headline: 'State not known' })
  })
  it('claims a stop only from acceptance on, and all denied only when all are confirmed', () => {
    for (const status of ['requested', 'queued', 'refused'] as const) {
      expect(orgStateWords({ ...running, orgStop: stop(status) }).tone).toBe('unknown')
    }
    expect(orgStateWords({ ...running, execution: disabled, orgStop: stop('accepted') }).headline).toBe('Stop in force')
    expect(orgStateWords({ ...running, execution: disabled, orgStop: stop('accepted', 0) }).headline).toBe(
      'All 25 denied',
    )
  })
  it('raises an alarm for what contradicts a stop, however old the reading', () => {
    expect(orgStateWords({ ...running, orgStop: stop('accepted') }).tone).toBe('alarm')
    const stale = { ...running.reading, status: 'stale' } as const
    const words = orgStateWords({ ...running, reading: stale, contradicted: 2 })
    expect(words).toMatchObject({ tone: 'alarm', headline: 'Last known: running, 2 contradicted' })
    const lifted = {
      ...running,
      alarms: { contradicted: 0, liftedElsewhere: 1, refusedStops: 0, twinChanged: 0, newestAt: at },
    }
    expect(orgStateWords(lifted)).toMatchObject({ tone: 'alarm', headline: 'Running, a stop was lifted elsewhere' })
  })
  it('knows nothing before the first answer', () => {
    expect(orgStateWords(undefined).tone).toBe('unknown')
    expect(orgStateWords({ ...running, execution: { ...disabled, state: 'unknown' } }).headline).toBe('State not known')
  })
})
