import { expect, it } from 'vitest'
import { readEmail, readName } from './read-name'

it.each([
  [' Ann ', 'Ann'],
  ['Ame\u0301lie', 'Am\u00e9lie'],
  ['عائشة', 'عائشة'],
  ['नमस्\u200dते', 'नमस्\u200dते'],
  ['𝒜'.repeat(80), '𝒜'.repeat(80)],
])('takes the name %j', (typed, kept) => expect(readName(typed)).toBe(kept))

it.each(['', '  ', '\u200b', 'a\u202eb', 'a\u0000b', 'a\nb', 'ي'.repeat(81), 'a'.repeat(10_000)])(
  'refuses the name %j',
  (typed) => expect(readName(typed)).toBeNull(),
)

it.each([
  [' Ann@Example.ORG ', 'ann@example.org'],
  ['ann+on-call@example.org', 'ann+on-call@example.org'],
])('takes the e-mail %j', (typed, kept) => expect(readEmail(typed)).toBe(kept))

it.each([
  '',
  'ann',
  'ann@',
  '@example.org',
  'a nn@example.org',
  'ann@exam\u200bple.org',
  `${'a'.repeat(260)}@b.c`,
  'a@b@c',
])('refuses the e-mail %j', (typed) => expect(readEmail(typed)).toBeNull())
