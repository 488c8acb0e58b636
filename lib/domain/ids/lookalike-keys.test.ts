import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOfKey, lookalikeHashes, lookalikeKeys } from './lookalike-keys'

const alike = (a: string, b: string) => lookalikeKeys(a).some((key) => lookalikeKeys(b).includes(key))
const ID = 'crewai:prod:tool-runner:01'

describe('two ids that a person could take for one another', () => {
  it.each([
    ['case', 'CrewAI:Prod:tool-Runner:01'],
    ['zero-width space', 'crewai:prod:tool-\u200brunner:01'],
    ['zero-width joiner at the end', `${ID}\u200d`],
    ['soft hyphen', 'crewai:prod:tool\u00ad-runner:01'],
    ['right-to-left override', 'crewai:prod:\u202etool-runner:01'],
    ['variation selector', `${ID}\ufe0f`],
    ['Hangul filler', `${ID}\u3164`],
    ['braille blank', `${ID}\u2800`],
    ['full width', 'ｃｒｅｗａｉ：ｐｒｏｄ：ｔｏｏｌ－ｒｕｎｎｅｒ：０１'],
    ['Cyrillic', 'сrеwаі:рrоd:tооl-runnеr:01'],
    ['Cyrillic in capitals', 'СREWАI:РRОD:TООL-RUNNЕR:01'],
    ['Greek', 'crewai:prοd:tοοl-runner:01'],
    ['mathematical', '𝐜𝐫𝐞𝐰𝐚𝐢:prod:tool-runner:01'],
    ['other dashes', 'crewai:prod:tool–runner:01'],
    ['another colon', 'crewai꞉prod:tool-runner:01'],
    ['O for 0', 'crewai:prod:tool-runner:O1'],
    ['o for 0', 'crewai:prod:tool-runner:o1'],
    ['l for 1', 'crewai:prod:tool-runner:0l'],
    ['I for 1', 'crewai:prod:tool-runner:0I'],
    ['| for 1', 'crewai:prod:tool-runner:0|'],
    ['white space', ` ${ID} `],
    ['no-break space', `${ID}\u00a0`],
  ])('%s', (_, other) => {
    expect(alike(ID, other)).toBe(true)
    expect(other).not.toBe(ID)
  })

  it.each([
    ['modem', 'modern'],
    ['MODERN', 'modem'],
    ['AI', 'Al'],
    ['AI', 'ai'],
    ['café', 'cafe\u0301'],
    ['CAFE\u0301', 'café'],
    ['a b', 'a\u00a0 b'],
    ['ﬁle', 'file'],
    ['Ⅳ', 'IV'],
    ['ı', 'i'],
    ['ϲ', 'c'],
  ])('%s and %s', (a, b) => expect(alike(a, b)).toBe(true))

  it.each([
    ['ai', 'al'],
    ['ci', 'c1'],
    ['runner:01', 'runner:10'],
    ['shard-2', 'shard-z'],
    ['shard-5', 'shard-s'],
    ['shard-8', 'shard-b'],
    ['cafe', 'café'],
    ['tool-a', 'tool-b'],
    ['tool_a', 'tool-a'],
    ['tool.a', 'tool:a'],
    ['vv', 'w'],
    ['бот', 'bot'],
    ['東京', '京東'],
  ])('not %s and %s', (a, b) => expect(alike(a, b)).toBe(false))
})

it('no two numbers look alike, however they are padded', () => {
  const keys = Array.from({ length: 20_000 }, (_, at) =>
    lookalikeKeys(`crewai:prod:runner:${at.toString().padStart(5, '0')}`),
  )
  expect(new Set(keys.flat()).size).toBe(20_000)
})

it('the short way for ASCII gives the same as the confusables', () => {
  const ascii = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 12,
  })
  fc.assert(
    fc.property(ascii, fc.integer({ min: 0, max: 2 ** 31 - 1 }), (id, seed) => {
      const keys = lookalikeKeys(id)
      // A joiner is not drawn and takes the id off the short way: nothing else may change.
      expect(new Set(lookalikeKeys(`${id}\u200d`))).toEqual(new Set(keys))
      expect(lookalikeHashes(id, seed)).toEqual(keys.map((key) => hashOfKey(key, seed)))
    }),
    { numRuns: 10_000 },
  )
})

it('mutants: folding case before the look, and the confusables without case', () => {
  const folded = (id: string) => id.toLowerCase().replace(/[1il|]/g, 'l')
  expect(folded('ai')).toBe(folded('al'))
  expect(alike('ai', 'al')).toBe(false)
  const lower = (id: string) => id.toLowerCase()
  expect(lower('agent-O1')).not.toBe(lower('agent-01'))
  expect(alike('agent-O1', 'agent-01')).toBe(true)
})

it('takes its time for the longest id there is', () => {
  const startedAt = performance.now()
  for (const text of ['а', 'm', 'ﷺ', 'e\u0301', '\u200b']) lookalikeKeys(text.repeat(1_024))
  expect(performance.now() - startedAt).toBeLessThan(500)
})
