import { expect, it } from 'vitest'
import { holdEffect } from './hold-effect'

it.each([
  ['operation', true, 'no'],
  ['operation', false, 'unless-named'],
  ['elsewhere', false, 'no'],
  // One's own fence is lifted too, not restored through.
  ['fence', true, 'yes'],
  ['fence', false, 'yes'],
  ['fallback-stop', true, 'yes'],
] as const)('a hold of the kind %s (own: %s) keeps its device through a restore: %s', (kind, own, expected) => {
  expect(holdEffect({ kind, operationId: kind === 'elsewhere' ? null : 'op', own })).toBe(expected)
})

it('an undo gives back what it takes back, and nothing else', () => {
  expect(holdEffect({ kind: 'fence', operationId: 'op', own: false }, 'op')).toBe('no')
  expect(holdEffect({ kind: 'operation', operationId: 'op', own: false }, 'op')).toBe('no')
  expect(holdEffect({ kind: 'operation', operationId: 'another', own: true }, 'op')).toBe('yes')
  expect(holdEffect({ kind: 'elsewhere', operationId: null, own: false }, 'op')).toBe('yes')
})
