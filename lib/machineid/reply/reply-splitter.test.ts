import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ListName, ReplySplitter } from './reply-splitter'

type Read = { around: unknown; lists: Map<ListName, { entries: unknown[]; json: string[]; skipped: number }> }

/** Writes the bytes in pieces of these sizes, again and again; undefined for no JSON, as `judgeReply` takes it. */
function split(bytes: Buffer, sizes: readonly number[] = [bytes.length || 1]): Read | undefined {
  const lists: Read['lists'] = new Map()
  const splitter = new ReplySplitter('x', {
    begin: (name) => lists.set(name, { entries: [], json: [], skipped: 0 }),
    take(name, batch) {
      const list = lists.get(name)!
      list.entries.push(...batch.entries)
      list.json.push(...batch.entries.map((_, index) => batch.json(index)))
    },
    skip: (name) => {
      lists.get(name)!.skipped += 1
    },
  })
  for (let from = 0, turn = 0; from < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!
    // A copy that is overwritten afterwards: nothing may be kept of a chunk but copies.
    const chunk = Buffer.from(bytes.subarray(from, from + size))
    splitter.write(chunk)
    chunk.fill(0x21)
    from += size
  }
  const around = parsed(splitter.end())
  return around === undefined ? undefined : { around, lists }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** The reply put together again from what was split: each list in the place where it was left empty. */
function together({ around, lists }: Read): unknown {
  if (Array.isArray(around)) return lists.get(null)!.entries
  if (typeof around !== 'object' || around === null) return around
  return Object.fromEntries(
    Object.entries(around).map(([name, value]) => [name, Array.isArray(value) ? lists.get(name)!.entries : value]),
  )
}

/** Own members of `Object.fromEntries` and of `JSON.parse` alike, `__proto__` too. */
const sameAsWhole = (bytes: Buffer, sizes?: readonly number[]) => {
  const whole = parsed(bytes)
  const read = split(bytes, sizes)
  if (whole === undefined) expect(read).toBeUndefined()
  else {
    expect(read).toBeDefined()
    expect(JSON.stringify(together(read!))).toBe(JSON.stringify(whole))
  }
}

const names = fc.constantFrom('devices', 'items', 'data', 'removed', 'now', '__proto__', '', '0', 'é', '"', '\\')
const value = fc.jsonValue({ maxDepth: 3 })
/** What looks like the end of an entry, within one. */
const knotty = fc.constantFrom('},{', '"},{"', [{}, {}], [[{ a: '},{' }, {}]], { a: [{}, { b: {} }] }, {}, { '},{': 1 })
const devices = fc.array(fc.record({ id: knotty, x: knotty }, { requiredKeys: ['id'] }), { maxLength: 12 })
const lists = fc.oneof(fc.array(value, { maxLength: 8 }), fc.array(knotty, { maxLength: 8 }), devices)
const replies = fc.oneof(fc.array(fc.tuple(names, fc.oneof(value, lists)), { maxLength: 6 }), lists, value)
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
const space = fc.constantFrom('', ' ', '\n', '\t\r\n ')

/** A reply as text: members may be repeated and be in any order, which no object of JavaScript can hold. */
const texts = fc.tuple(replies, space, fc.boolean()).map(([reply, gap, isPretty]) => {
  const json = (each: unknown) => JSON.stringify(each, null, isPretty ? 2 : 0)
  const isMembers = Array.isArray(reply) && reply.every((each) => Array.isArray(each) && typeof each[0] === 'string')
  if (!isMembers) return gap + json(reply) + gap
  const members = (reply as [string, unknown][]).map(([name, each]) => `${json(name)}${gap}:${gap}${json(each)}`)
  return `${gap}{${gap}${members.join(`${gap},${gap}`)}${gap}}${gap}`
})

describe('a reply in pieces', () => {
  it('reads as a whole one, wherever it is cut', () => {
    fc.assert(
      fc.property(texts, sizes, (text, cut) => sameAsWhole(Buffer.from(text), cut)),
      { numRuns: 2_000 },
    )
  })

  it('is refused where a whole one is: bytes lost, added or changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'[]{},:"\\ 1e-tn\u0000'), fc.nat(2)), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(texts, sizes, changes, (text, cut, changed) => {
        const bytes = [...Buffer.from(text)]
        for (const [at, char, kind] of changed) {
          const index = at % (bytes.length + 1)
          bytes.splice(index, kind === 0 ? 0 : 1, ...(kind === 1 ? [] : [char.charCodeAt(0)]))
        }
        sameAsWhole(Buffer.from(bytes), cut)
      }),
      { numRuns: 4_000 },
    )
  })

  it('is refused where it is no UTF-8, in an entry and around', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.integer({ min: 0x80, max: 0xff }), sizes, (text, at, byte, cut) => {
        const bytes = Buffer.from(text)
        bytes[at % bytes.length] = byte
        sameAsWhole(bytes, cut)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['[', undefined],
    ['[1,', undefined],
    ['[1,]', undefined],
    ['[,1]', undefined],
    ['[,]', undefined],
    ['[1 2]', undefined],
    ['[1}', undefined],
    ['{"devices":[1}]', undefined],
    ['{"devices":[{]}', undefined],
    ['{"devices":[],"devices":[1]', undefined],
    ['{"devices" "x":[1]}', undefined],
    ['{"a":1,[2]}', undefined],
    ['[1][2]', undefined],
    ['{}[1]', undefined],
    ['{"devices":[1]}x', undefined],
    ['{"a":{"devices":[1]}}', { a: { devices: [1] } }],
    ['{"a":[1],"a":2}', { a: 2 }],
    ['{"a":2,"a":[1]}', { a: [1] }],
    ['{"a":[1],"\\u0061":[2]}', { a: [2] }],
    ['{"x":"[1,2]","y":["]",",","\\"","\\\\"]}', { x: '[1,2]', y: [']', ',', '"', '\\'] }],
    ['\ufeff[1]', [1]],
    ['\ufeff{"a":[1]}', { a: [1] }],
    ['[\ufeff1]', undefined],
    ['', undefined],
    ['[]', []],
    ['[[[[]]]]', [[[[]]]]],
  ])('%s', (text, whole) => {
    for (const size of [1, 2, 3, 1_000]) {
      const read = split(Buffer.from(text), [size])
      expect(read && together(read)).toEqual(whole)
      sameAsWhole(Buffer.from(text), [size])
    }
  })

  it('gives each entry as it was sent', () => {
    const entries = ['{"id":9007199254740993}', ' [1, "],{"]', '"\\u0061,"', '5.0', 'null']
    for (const size of [1, 7, 1_000])
      expect(split(Buffer.from(`{"devices":[${entries.join(',')}]}`), [size])?.lists.get('devices')?.json).toEqual(
        entries,
      )
  })

  it('skips an entry that is too long, and reads the others', () => {
    const long = JSON.stringify({ id: 'x'.repeat(1_500_000), nested: [[1, 2], ','] })
    const read = (entries: string[]) => split(Buffer.from(`{"devices":[${entries.join(',')}],"now":1}`), [65_536])
    expect(read(['1', long, '2'])?.lists.get('devices')).toMatchObject({ entries: [1, 2], skipped: 1 })
    expect(read([long])?.lists.get('devices')).toMatchObject({ entries: [], skipped: 1 })
    expect(read([long, long, '3'])).toMatchObject({ around: { devices: [], now: 1 } })
    expect(read([long, ''])).toBeUndefined()
    expect(read(['[[['.repeat(500_000)])).toBeUndefined()
  })

  it('holds no more than a reply may have beside its lists', () => {
    expect(() => split(Buffer.from(`{"a":"${'x'.repeat(1_100_000)}","devices":[]}`))).toThrow(/beside its devices/)
  })

  it('reads long lists in pieces that stay small', () => {
    const entry = (at: number) => ({ id: `device-${at}`, text: 'ü,]}"' })
    const text = JSON.stringify({ revision: 1, devices: Array.from({ length: 30_000 }, (_, at) => entry(at)) })
    let most = 0
    let entries = 0
    const splitter = new ReplySplitter('x', {
      begin: () => undefined,
      take(_, batch) {
        most = Math.max(most, batch.entries.length)
        expect(batch.entries[0]).toEqual(entry(entries))
        entries += batch.entries.length
      },
      skip: () => undefined,
    })
    splitter.write(Buffer.from(text))
    expect(parsed(splitter.end())).toEqual({ revision: 1, devices: [] })
    expect(entries).toBe(30_000)
    expect(most).toBeLessThan(2_500)
  })
})
