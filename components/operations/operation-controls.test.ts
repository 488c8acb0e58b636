import { describe, expect, it } from 'vitest'
import type { Operation } from '@/lib/domain/operation'
import { operationControls } from './operation-controls'

type Some = Partial<Parameters<typeof operationControls>[0]>
const NONE = { pending: 0, done: 0, refused: 0, failed: 0, unknown: 0, skipped: 0 }
const counts = { contradicted: 0, waiting: 0, asked: 0, confirmed: 0 }
const operation = (some: Some): Parameters<typeof operationControls>[0] => ({
  kind: 'revoke',
  state: 'running',
  total: 9,
  stop: null,
  undoneBy: null,
  outcomes: NONE,
  ...some,
})
const offers = (some: Some, retryable?: number) =>
  operationControls(operation(some), retryable === undefined ? undefined : { retryable }).map(
    ({ act, permission, guarded }) => `${act} ${permission}${guarded ? ' guarded' : ''}`,
  )

describe('what is offered', () => {
  it.each([
    ['revoke', 'running', ['pause resume guarded', 'cancel resume guarded']],
    ['disable', 'queued', ['pause resume guarded', 'cancel resume guarded']],
    ['restore', 'running', ['pause stop', 'cancel stop']],
    ['remove', 'running', ['pause stop', 'cancel stop']],
    ['revoke', 'paused', ['continue stop', 'cancel resume guarded']],
    ['restore', 'paused', ['continue resume guarded', 'cancel stop']],
    ['restore', 'interrupted', ['continue resume guarded', 'cancel stop']],
    ['register', 'paused', ['continue resume guarded', 'cancel stop']],
    ['restore', 'cancelling', []],
    ['restore', 'scheduled', ['cancel stop']],
    ['revoke', 'scheduled', ['cancel resume guarded']],
  ] as [Operation['kind'], Operation['state'], string[]][])('%s, %s', (kind, state, expected) => {
    expect(offers({ kind, state }, 3)).toEqual(expected)
  })

  it('tries again only what another try can change, and not what was taken back', () => {
    const state = 'finished'
    expect(offers({ state }, 0)).toEqual([])
    expect(offers({ state }, 2)).toEqual(['retry stop'])
    expect(offers({ kind: 'restore', state }, 2)).toEqual(['retry resume guarded'])
    expect(offers({ kind: 'remove', state }, 2)).toEqual(['retry remove guarded'])
    expect(offers({ kind: 'register', state }, 2)).toEqual(['retry resume guarded'])
    expect(offers({ state, undoneBy: 'another' }, 2)).toEqual([])
    expect(offers({ state, stop: { status: 'lifted', counts } }, 2)).toEqual([])
    expect(offers({ state, stop: { status: 'unknown', counts } }, 2)).toEqual(['retry stop'])
    // Before the sums are here the outcomes say enough.
    expect(offers({ state, outcomes: { ...NONE, failed: 1 } })).toEqual(['retry stop'])
    expect(offers({ state, outcomes: { ...NONE, done: 9 } })).toEqual([])
  })

  it('halts nothing that is one call', () => {
    expect(offers({ kind: 'disable', total: 0 }, 0)).toEqual([])
    expect(offers({ kind: 'enable', state: 'queued', total: 0 }, 0)).toEqual([])
    expect(offers({ kind: 'disable', state: 'scheduled', total: 0 })).toEqual(['cancel resume guarded'])
  })
})
