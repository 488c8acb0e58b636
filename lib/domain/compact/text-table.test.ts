import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareIds, sortableId } from '../ids/compare-ids'
import { TextTable } from './text-table'

/** Short texts over few characters, so that they meet, share beginnings and differ in case alone; each kind of unit among them. */
const texts = fc.string({
  unit: fc.constantFrom(
    'a',
    'A',
    'b',
    ':',
    '0',
    'é',
    'É',
    'ß',
    '\u0130',
    '\u4e2d',
    '\u{1f600}',
    '\ud800',
    '\udc00',
    '\0',
  ),
  maxLength: 6,
})
const sets = fc.uniqueArray(texts, { maxLength: 60 })

/** Takes and frees in the order given, beside a Map that does the same. */
function play(steps: readonly { text: string; isFreed: boolean }[]) {
  const table = new TextTable()
  const codes = new Map<string, number>()
  for (const { text, isFreed } of steps) {
    const known = codes.get(text)
    if (isFreed && known !== undefined) {
      table.free(known)
      codes.delete(text)
    } else if (!isFreed) {
      const code = table.take(text)
      if (known !== undefined) expect(code).toBe(known)
      codes.set(text, code)
    }
  }
  return { table, codes }
}
const steps = fc.array(fc.record({ text: texts, isFreed: fc.boolean() }), { maxLength: 200 })

describe('a table of texts', () => {
  it('holds each text under one code, as it is, until it is freed', () => {
    fc.assert(
      fc.property(steps, texts, (played, other) => {
        const { table, codes } = play(played)
        expect(table.size).toBe(codes.size)
        expect(new Set(codes.values()).size).toBe(codes.size)
        for (const [text, code] of codes) {
          expect(table.find(text)).toBe(code)
          expect(table.text(code)).toBe(text)
          expect(table.isLive(code)).toBe(true)
        }
        expect(table.find(other)).toBe(codes.get(other) ?? -1)
        let live = 0
        for (let code = 0; code < table.codesEnd; code++) if (table.isLive(code)) live++
        expect(live).toBe(codes.size)
      }),
    )
  })

  it('compares as the order of device lists does', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const table = new TextTable()
        const order = table.compare(table.take(a), table.take(b))
        expect(Math.sign(order)).toBe(compareIds(sortableId(a), sortableId(b)))
      }),
    )
  })

  it('finds a part of a text wherever it is, and never across two texts', () => {
    fc.assert(
      fc.property(
        steps,
        fc.string({ unit: fc.constantFrom('a', 'A', ':', 'é', '\u4e2d', '\0'), minLength: 1 }),
        (played, part) => {
          const { table, codes } = play(played)
          const found: string[] = []
          table.search(part, (code) => found.push(table.text(code)))
          expect(found.toSorted()).toEqual([...codes.keys()].filter((text) => text.includes(part)).toSorted())
        },
      ),
    )
  })

  it('keeps every text while it grows, is packed and is filled again', () => {
    const table = new TextTable()
    const id = (at: number) => `crewai:prod:worker-${at % 7}:${String(at).padStart(6, '0')}`
    const codes = Array.from({ length: 20_000 }, (_, at) => table.take(id(at)))
    for (let at = 0; at < codes.length; at++) if (at % 5 !== 0) table.free(codes[at]!)
    expect(table.size).toBe(4_000)
    for (let at = 20_000; at < 40_000; at++) table.take(id(at))
    expect(table.size).toBe(24_000)
    const kept = (at: number) => at >= 20_000 || at % 5 === 0
    for (let at = 0; at < 40_000; at++) expect(table.has(id(at))).toBe(kept(at))
    const found: string[] = []
    table.search('worker-3:0', (code) => found.push(table.text(code)))
    expect(found.length).toBe(
      Array.from({ length: 40_000 }, (_, at) => at).filter((at) => kept(at) && at % 7 === 3).length,
    )
  })

  it('knows sets of any texts', () => {
    fc.assert(
      fc.property(sets, (members) => {
        const table = new TextTable()
        for (const member of members) table.take(member)
        expect(members.every((member) => table.text(table.find(member)) === member)).toBe(true)
      }),
    )
  })
})
