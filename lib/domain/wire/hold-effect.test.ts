import { expect, it } from 'vitest'
import { holdEffect } from './hold-effect'

it.each([
  ['operation', true, 'released'],
  ['operation', false, 'released-if-named'],
  ['elsewhere', false, 'released'],
  // One's own fence is lifted too, not restored through.
  ['fence', true, 'stays'],
  ['fence', false, 'stays'],
  ['fallback-stop', true, 'stays'],
] as const)('a hold of the kind %s (own: %s) is, by a restore: %s', (kind, own, expected) => {
  expect(holdEffect({ kind, operationId: kind === 'elsewhere' ? null : 'op', own })).toBe(expected)
})

it('an undo gives back what it takes back, and nothing else', () => {
  expect(holdEffect({ kind: 'fence', operationId: 'op', own: false }, 'op')).toBe('released')
  expect(holdEffect({ kind: 'operation', operationId: 'op', own: false }, 'op')).toBe('released')
  expect(holdEffect({ kind: 'operation', operationId: 'another', own: true }, 'op')).toBe('stays')
  expect(holdEffect({ kind: 'elsewhere', operationId: null, own: false }, 'op')).toBe('stays')
})
