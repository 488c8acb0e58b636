import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '@/testing/cpu-ms'
import { deviceIds, devices, evilTexts, PARTS, selectorTexts } from '@/testing/selector/arbitraries'
import { referenceMatch } from '@/testing/selector/reference-match'
import { listedId } from '../ids/listed-id'
import { removeTerm, setTerm, trimSelector } from './edit'
import { formatTerms } from './format'
import { formatValue } from './format-value'
import { compileSelector, type MatchEnv } from './match'
import { parseSelector } from './parse'
import type { Term } from './term'

const env: MatchEnv = {
  parts: PARTS,
  hasLookalike: (id: string) => id.includes('b'),
  nowMs: 15_000,
  operationDevices: (id) => (id === 'one' ? new Set(['a:b:a:01', 'role:a']) : null),
  stopState: (id) => (id.includes('a') ? 'waiting' : null),
}
const parse = (text: string) => parseSelector(text, { parts: PARTS })
const meaning = (terms: Term[]) => terms.map(({ start: _start, end: _end, ...rest }) => rest)

describe('selector properties', () => {
  it('never throws, and an error points into the text', () => {
    fc.assert(
      fc.property(evilTexts, (text) => {
        const result = parseSelector(text, { parts: PARTS, firstSegments: new Set(['a']) })
        if (result.ok) return compileSelector(result.terms, env)({ deviceId: text, status: 'active' }) !== undefined
        const { position, length, message } = result.error
        expect(position).toBeGreaterThanOrEqual(0)
        expect(position).toBeLessThanOrEqual(text.length)
        expect(length).toBeGreaterThan(0)
        expect(message).toMatch(/\.$/)
        return true
      }),
      { numRuns: 3_000 },
    )
  })

  it('parse, format, parse is identity', () => {
    fc.assert(
      fc.property(fc.oneof(selectorTexts, evilTexts), (text) => {
        const first = parse(text)
        if (!first.ok) return
        const formatted = formatTerms(first.terms)
        const second = parse(formatted)
        if (!second.ok) throw new Error(`${formatted}: ${second.error.message}`)
        expect(meaning(second.terms)).toEqual(meaning(first.terms))
        expect(formatTerms(second.terms)).toBe(formatted)
      }),
      { numRuns: 3_000 },
    )
  })

  it('source ranges cut out the term itself', () => {
    fc.assert(
      fc.property(selectorTexts, (text) => {
        const all = parse(text)
        if (!all.ok) return
        for (const term of all.terms) {
          const alone = parse(text.slice(term.start, term.end))
          expect(alone.ok && meaning(alone.terms)).toEqual(meaning([term]))
        }
      }),
    )
  })

  it('the compiled matcher agrees with the plain reference', () => {
    let matched = 0
    fc.assert(
      fc.property(selectorTexts, fc.array(devices, { minLength: 1, maxLength: 12 }), (text, fleet) => {
        const result = parse(text)
        if (!result.ok) return
        const test = compileSelector(result.terms, env)
        for (const device of fleet) {
          const expected = referenceMatch(result.terms, device, env)
          if (expected && result.terms.length > 0) matched++
          expect(test(device), `${text} on ${device.deviceId}`).toBe(expected)
        }
      }),
      { numRuns: 3_000 },
    )
    expect(matched).toBeGreaterThan(500)
  })

  it('an id quoted selects itself and nothing else', () => {
    fc.assert(
      fc.property(deviceIds, deviceIds, (id, other) => {
        const result = parse(formatTerms([{ kind: 'id', ids: [id], negated: false }]))
        const test = result.ok ? compileSelector(result.terms, env) : () => false
        expect(test({ deviceId: id, status: 'active' })).toBe(true)
        expect(test({ deviceId: other, status: 'active' })).toBe(other === id)
      }),
    )
  })
})

describe('white space around terms', () => {
  it('goes, and none that is part of a term', () => {
    expect(trimSelector('  a  b ')).toBe('a  b')
    expect(trimSelector(' id:bot\\  ')).toBe('id:bot\\ ')
    expect(trimSelector('" bot "')).toBe('" bot "')
    expect(trimSelector(' " bot')).toBe('" bot')
    expect(removeTerm('id:bot\\  x', { start: 9, end: 10 })).toBe('id:bot\\ ')
    expect(setTerm('id:bot\\  ', 'env', ['prod'])).toBe('id:bot\\  env:prod')
  })

  it('changes no meaning', () => {
    fc.assert(
      fc.property(fc.oneof(selectorTexts, evilTexts), fc.stringMatching(/^[ \t\n]{0,3}$/), (text, space) => {
        const before = parse(text)
        const after = parse(trimSelector(space + text + space))
        if (before.ok) expect(after.ok && meaning(after.terms)).toEqual(meaning(before.terms))
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('ids that no register takes', () => {
  const listed = fc
    .oneof(fc.string({ unit: 'binary' }), fc.constantFrom(' bot ', '', '"', '\\', ',', '-a', '\ud800', 'json=5', 'a\n'))
    .map((text) => listedId(text) as string)
  const through = (text: string) =>
    new URL(`http://x/?${new URLSearchParams({ q: text })}`).searchParams.get('q') as string

  it('are picked by id:, one among many, through an address', () => {
    fc.assert(
      fc.property(fc.array(listed, { minLength: 1, maxLength: 5 }), (ids) => {
        const text = through(trimSelector(` id:${ids.map(formatValue).join(',')} `))
        const result = parse(text)
        expect(result.ok && result.terms[0]).toMatchObject({ kind: 'id', ids })
        expect(encodeURIComponent(ids.join()).length).toBeGreaterThan(0)
      }),
      { numRuns: 2_000 },
    )
  })

  it('written out with a control character it is the same id; what only looks like one is an error', () => {
    const idsOf = (text: string) => {
      const result = parse(text)
      return result.ok ? result.terms.map((term) => term.kind === 'id' && term.ids) : result.error
    }
    expect(idsOf('id:"a\nb"')).toEqual([['json="a\\nb"']])
    expect(idsOf('id:json=5')).toEqual([['json=5']])
    expect(idsOf('id:json=x')).toMatchObject({ position: 3, length: 6 })
  })
})

describe('bounded time', () => {
  const evil = [
    `x:${'*a'.repeat(2047)}`,
    `x:${'**a'.repeat(1300)}b`,
    `${'?*'.repeat(2047)}`,
    `x:${'{a,b}'.repeat(800)}`,
    '{'.repeat(4096),
    `${'{a,'.repeat(1000)}${'}'.repeat(1000)}`,
    '{1..999999999}',
    `{1..1000}${'*{a,b}'.repeat(5)}`,
    `{${'*a,'.repeat(900)}b}`,
    `${'{1..30}'.repeat(2)}*`,
    '"'.repeat(4096),
    'a '.repeat(2048),
    `role:${'a,'.repeat(2040)}b`,
  ]
  const victims = ['a'.repeat(256), `${'a:'.repeat(127)}b`, `x:${'a'.repeat(254)}`, 'b'.repeat(256)]

  it.each(evil.map((text) => [text.slice(0, 24), text]))('%s', async (_, text) => {
    const ms = await cpuMs(() => {
      const result = parse(text)
      if (!result.ok) return
      const test = compileSelector(result.terms, env)
      for (const deviceId of victims) test({ deviceId, status: 'active' })
    })
    expect(ms).toBeLessThan(500)
  })
})
