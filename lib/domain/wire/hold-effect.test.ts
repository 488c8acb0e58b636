import { expect, it } from 'vitest'
import { inTheWay } from './hold-effect'

it.each([
  ['operation', true, 'no'],
  ['operation', false, 'unless-named'],
  ['elsewhere', false, 'no'],
  // One's own fence is lifted too, not restored through.
  ['fence', true, 'yes'],
  ['fence', false, 'yes'],
  ['fallback-stop', true, 'yes'],
] as const)('a hold of the kind %s (own: %s) is in the way of a restore: %s', (kind, own, expected) => {
  expect(inTheWay({ kind, operationId: kind === 'elsewhere' ? null : 'op', own })).toBe(expected)
})

it('an undo gives back what it takes back, and nothing else', () => {
  expect(inTheWay({ kind: 'fence', operationId: 'op', own: false }, 'op')).toBe('no')
  expect(inTheWay({ kind: 'operation', operationId: 'op', own: false }, 'op')).toBe('no')
  expect(inTheWay({ kind: 'operation', operationId: 'another', own: true }, 'op')).toBe('yes')
  expect(inTheWay({ kind: 'elsewhere', operationId: null, own: false }, 'op')).toBe('yes')
})
