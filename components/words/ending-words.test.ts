import { expect, it } from 'vitest'
import type { EndingOperation, Operation } from '@/lib/domain/operation'
import { endingWords, operationName } from './ending-words'

const undo: EndingOperation = {
  id: 'u',
  kind: 'restore',
  total: 6,
  requestedAt: '2026-11-12T14:02:00.000Z',
  by: 'Ann',
  fenceOf: null,
  undo: true,
  state: 'finished',
  withdrawn: false,
  devices: 6,
}
const outcomes = { pending: 0, done: 6, refused: 0, failed: 0, unknown: 0, skipped: 0 }
const held = (confirmed: number, status = 'accepted') => ({
  status,
  counts: { confirmed, asked: 0, waiting: 0, contradicted: 0 },
})
const words = (some: object, by: Partial<EndingOperation> = {}) =>
  endingWords({ kind: 'revoke', outcomes, stop: held(6), endedBy: { ...undo, ...by }, ...some } as unknown as Operation)

it('says undone only once nothing of it is held, and partly with how much', () => {
  expect(words({ stop: held(0, 'lifted') })).toMatchObject({
    word: 'Undone by',
    mark: 'undone',
    over: true,
    extent: null,
  })
  expect(words({ stop: held(2) })).toMatchObject({
    word: 'Partly undone by',
    mark: 'partly undone',
    over: false,
    extent: '4 of 6 devices',
  })
  expect(words({ stop: held(6) })).toBeNull()
  expect(endingWords({ kind: 'revoke', outcomes, stop: held(6) } as unknown as Operation)).toBeNull()
})

it('claims nothing of an undo that has not happened, or was withdrawn', () => {
  expect(words({}, { state: 'scheduled' })?.word).toBe('Undo scheduled:')
  expect(words({}, { state: 'running' })).toMatchObject({ word: 'Being undone by', over: false })
  expect(words({ stop: held(6) }, { withdrawn: true })).toBeNull()
})

it('calls a restore by name no undo, and an org stop lifted or a resume superseded', () => {
  expect(words({ stop: held(5) }, { undo: false })).toMatchObject({
    word: 'Partly lifted by',
    extent: '1 of 6 devices',
  })
  expect(words({ kind: 'disable', stop: held(0, 'lifted') }, { kind: 'enable', undo: false })?.word).toBe('Lifted by')
  // Withdrawn by a person, with a resume later: the resume ended nothing.
  expect(words({ kind: 'disable', stop: held(0, 'withdrawn') }, { kind: 'enable', undo: false })).toBeNull()
  expect(words({ kind: 'enable', stop: null }, { kind: 'disable', undo: false })?.word).toBe('Superseded by')
})

it('counts of a restore that was taken back what the revoke changed', () => {
  const restore = { kind: 'restore', stop: null }
  expect(words(restore, { kind: 'revoke', devices: 6 })?.word).toBe('Undone by')
  expect(words(restore, { kind: 'revoke', devices: 2 })).toMatchObject({ extent: '2 of 6 devices' })
  expect(words(restore, { kind: 'revoke', devices: 0 })).toBeNull()
})

it('names an operation by what was asked', () => {
  expect(operationName(undo)).toBe('Restore of 6 devices')
  expect(operationName({ ...undo, kind: 'enable' })).toBe('Resume of the whole org')
  expect(operationName({ ...undo, kind: 'revoke', fenceOf: 'env:prod' })).toBe('Fence: revoke env:prod')
  expect(operationName({ ...undo, kind: 'revoke', fenceOf: '' })).toBe('Fence: revoke the whole fleet')
})
