import { expect, it } from 'vitest'
import { safeLink } from './safe-link'

it.each(['https://wiki.example.org/a?b#c', 'http://10.0.0.1:8080/'])('%s is a link', (text) => {
  expect(safeLink(text)).toBe(text)
})

it.each([
  'javascript:alert(1)',
  'JaVaScRiPt://x.example/%0aalert(1)',
  'data:text/html,x',
  '//evil.example/',
  '/relative',
  'https:evil.example',
  'https:///evil.example',
  'https://user:secret@x.example/',
  'https://@x.example/',
  'https:\\\\x.example/',
  'https://x.example/\u0000',
  'java\tscript:alert(1)',
  'https://x.example/\u202egpj.exe',
  'https://x.example/a b',
  `https://x.example/${'a'.repeat(1_000_000)}`,
  '',
])('%j is none', (text) => {
  expect(safeLink(text)).toBeNull()
})
