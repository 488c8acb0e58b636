import { expect, it } from 'vitest'
import { z } from 'zod'
import { InvalidInput } from '@/lib/domain/errors'
import { parse } from './parse-input'

function faultOf(schema: z.ZodType, raw: unknown): string {
  try {
    parse(schema, raw)
  } catch (error) {
    if (error instanceof InvalidInput) return JSON.stringify([error.detail, error.issues])
    throw error
  }
  return 'valid'
}

it.each([
  ['as the library words it', undefined],
  ['in words of its own', 'name the ids'],
])('explains the alternative that has what it needs, whether what is missing is named %s', (_, sentence) => {
  const byIds = z.object({ ids: z.array(z.string(), sentence) })
  const bySelector = z.object({ selector: z.number(), limit: z.number(), age: z.number() })
  const raw = { selector: 'a', limit: 'b', age: 'c' }
  expect(faultOf(z.union([byIds, bySelector]), raw)).toMatch(/^\["selector: /)
  expect(faultOf(z.union([bySelector, byIds]), raw)).toMatch(/^\["selector: /)
})

it('never repeats what was sent', () => {
  expect(faultOf(z.object({ password: z.number() }), { password: 'secret' })).not.toContain('secret')
})

it('takes no text with U+0000, however deep, and names it', () => {
  const schema = z.object({ a: z.array(z.object({ b: z.string() })) })
  expect(faultOf(schema, { a: [{ b: 'x' }, { b: 'x\0' }] })).toContain('a.1.b: has the character U+0000')
  expect(faultOf(z.string(), '\0')).toContain('has the character U+0000')
  expect(faultOf(z.record(z.string(), z.number()), { 'x\0': 1 })).toContain('has the character U+0000')
  expect(faultOf(schema, { a: [{ b: '\u0001\ufffd' }] })).toBe('valid')
})
