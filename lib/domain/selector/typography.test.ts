/** Texts as phones, word processors and people of other tools write them: each means what was meant, or is an error. */
import { describe, expect, it } from 'vitest'
import type { Device } from '../device'
import { formatTerms } from './format'
import { compileSelector } from './match'
import { parseSelector, parseStoredSelector } from './parse'

const PARTS = ['framework', 'env', 'role', 'instance']
const parse = (text: string) => parseSelector(text, { parts: PARTS })
const ENV = { parts: PARTS, hasLookalike: () => false, nowMs: 0, operationDevices: () => null, stopState: () => null }
const device = (deviceId: string): Device => ({ deviceId, status: 'active' })

function picks(text: string, id: string): boolean {
  const result = parse(text)
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`)
  return compileSelector(result.terms, ENV)(device(id))
}

const faultOf = (text: string) => {
  const result = parse(text)
  if (result.ok) throw new Error(`${text} parses as ${formatTerms(result.terms)}`)
  return result.error
}

const ID = 'crewai:prod:a b:01'

describe('typographic quotes are quotes', () => {
  const opening = ['“', '”', '„', '‟', '«', '»', '″', '‶', '〝', '〟', '＂', '❝', '「', '『', '"']
  it.each(opening)('%s opens and every one of its kind closes', (open) => {
    for (const close of opening) {
      expect(picks(`id:${open}${ID}${close}`, ID)).toBe(true)
      expect(picks(`-id:${open}${ID}${close}`, ID)).toBe(false)
      expect(picks(`env:prod -role:${open}a b${close},x`, ID)).toBe(false)
    }
  })
  const single = ['‘', '’', '‚', '‛', '‹', '›', '′', '＇']
  it.each(single)('%s too', (open) => {
    for (const close of [...single, "'"]) expect(picks(`-id:${open}${ID}${close}`, ID)).toBe(false)
  })

  it('one kind is itself within the other, and escaped', () => {
    expect(picks('id:"bob’s"', 'bob’s')).toBe(true)
    expect(picks('id:“bob’s”', 'bob’s')).toBe(true)
    expect(picks('bob\\’s', 'bob’s')).toBe(true)
    expect(picks('id:"say \\“hi\\”"', 'say “hi”')).toBe(true)
    expect(picks("bob's", "bob's")).toBe(true)
  })

  it.each([
    ['-id:“x', 4, /not closed.*"…"/],
    ['-id:x”', 5, /begin a quote or belong/],
    ['“a” ”b', 4, /not closed/],
    ['"x” -id:"y', 8, /not closed/],
    ['bob’s', 3, /Write \\’/],
    ['id:"say “hi”"', 8, /end the quote or belong/],
    ['‘x"', 0, /not closed/],
    ["-id:'x'", 4, /Quote with "…"/],
    ['-role:`x`', 6, /Quote with "…"/],
    ['env:prod,´x´', 9, /Quote with "…"/],
  ])('%s is an error', (text, position, message) => {
    expect(faultOf(text)).toMatchObject({ position })
    expect(faultOf(text).message).toMatch(message)
  })
})

describe('a dash in front of a term is a minus', () => {
  it.each(['−', '–', '—', '―', '‐', '‑', '‒', '－', '﹣', '⁻'])('%s', (dash) => {
    expect(picks(`${dash}env:prod`, ID)).toBe(false)
    expect(picks(`crewai ${dash}env:dev`, ID)).toBe(true)
    expect(faultOf(`a ${dash} b`).message).toMatch(/needs a term right after/)
    expect(picks(`"${dash}x"`, `${dash}x`)).toBe(true)
    expect(picks(`\\${dash}x`, `${dash}x`)).toBe(true)
  })
})

describe('what looks like grammar is never silently a word', () => {
  it.each([
    ['-env：prod', 4, /write : instead/],
    ['env꞉prod', 3, /write : instead/],
    ['crewai∶prod∶*', 6, /write : instead/],
    ['tool-＊', 5, /write \* instead/],
    ['tool-？', 5, /write \? instead/],
    ['｛a,b｝', 0, /write \{ instead/],
    ['-env:prod，dev', 9, /write , instead/],
    ['-env:prod、dev', 9, /write , instead/],
    ['tool-{01…10}', 8, /write \.\. instead/],
    ['tool-{a，b}', 7, /write , instead/],
    ['ａ＼ｂ', 1, /write \\ instead/],
    ['-env:prod\u200b', 9, /U\+200B cannot be seen/],
    ['\u202eenv:prod', 0, /U\+202E cannot be seen/],
    ['env\u00ad:prod', 3, /U\+00AD cannot be seen/],
    ['-role:a\u2060', 7, /U\+2060 cannot be seen/],
    ['-ｅｎｖ:prod', 1, /Write "env:" in plain letters/],
    ['ＳＴＡＴＵＳ:active', 0, /Write "status:"/],
    ['env=prod', 3, /Write env: instead of env=/],
    ['env!=prod', 4, /Write -env:/],
    ['env＝prod', 3, /Write env:/],
    ['!env:dev', 0, /write - in front/],
    ['！runner', 0, /write - in front/],
    ['env:!dev', 4, /write - in front/],
    ['a OR b', 2, /\{a,b\} or env:a,b/],
    ['a or b', 2, /\{a,b\} or env:a,b/],
    ['OR', 0, /no "or"/],
    ['env:prod AND role:x', 9, /all have to hold/],
    ['a and b', 2, /all have to hold/],
    ['NOT env:dev', 0, /write - right in front/],
    ['not env:dev', 0, /write - right in front/],
    ['ＯＲ', 0, /no "or"/],
    ['a -or b', 2, /no "or"/],
    ['a | b', 2, /is not "or"/],
    ['a || b', 2, /is not "or"/],
    ['role:tool|planner', 9, /is not "or"/],
    ['tool｜planner', 4, /is not "or"/],
    ['a & b', 2, /all have to hold/],
    ['a && b', 2, /all have to hold/],
    ['a&&b', 1, /all have to hold/],
    ['planner, runner', 7, /\{a,b\} or env:a,b/],
    ['-planner,runner', 8, /\{a,b\} or env:a,b/],
    ['planner，runner', 7, /\{a,b\} or env:a,b/],
    ['tool-*,planner', 6, /\{a,b\} or env:a,b/],
    ['-env:prod;dev', 9, /with a "," between/],
    ['prod；dev', 4, /\{a,b\}/],
    ['(a b) c', 0, /no parentheses/],
    ['env:(prod dev)', 4, /no parentheses/],
    ['-(env:dev)', 1, /no parentheses/],
    ['（a b）', 0, /no parentheses/],
    ['a b) c', 3, /no parentheses/],
  ])('%s', (text, position, message) => {
    const fault = faultOf(text)
    expect(fault.message).toMatch(message)
    expect(fault.position).toBe(position)
  })

  it.each([
    ['"OR"', 'x:OR:y'],
    ['"or" a', 'a-or'],
    ['or', 'orchestrator'],
    ['and', 'android'],
    ['orchestrator and-roid', 'orchestrator:and-roid'],
    ['"a|b"', 'a|b'],
    ['a\\|b', 'a|b'],
    ['"(a)"', '(a)'],
    ['agent(1)', 'agent(1)'],
    ['r&d', 'r&d-1'],
    ['"env=prod"', 'env=prod'],
    ['x=y', 'x=y'],
    ['"a：b"', 'a：b'],
    ['a\\：b', 'a：b'],
    ['"こんにちは、世界"', 'こんにちは、世界'],
    ['"a,b"', 'a,b'],
    ['a\\;b', 'a;b'],
    ['❤️', 'a:❤️'],
    ['👩‍💻', 'a:👩‍💻'],
    ['"a\u200bb"', 'a\u200bb'],
    ['runner\u00a0-env:dev', 'a:prod:runner:1'],
    ['runner\u3000crewai', 'crewai:prod:runner:1'],
  ])('%s goes on being one', (text, id) => expect(picks(text, id)).toBe(true))
})

describe('Unicode composed or decomposed', () => {
  const forms = ['café', 'cafe\u0301'].flatMap((role) => [`crewai:prod:${role}:01`])
  it.each([
    'café',
    'cafe\u0301',
    'CAFÉ',
    'caf?',
    'caf{é,e\u0301}',
    'caf{e,x}\u0301',
    'role:café',
    'role:cafe\u0301',
    'crewai:*:CAFE\u0301:**',
  ])('%s finds both', (text) => expect(forms.map((id) => picks(text, id))).toEqual([true, true]))
  it('of Korean, which decomposes into letters', () => {
    for (const text of ['한', '\u1112\u1161\u11ab', '?', 'x:한', '\u1112\u1161\u11ab*'])
      expect(['x:한', 'x:\u1112\u1161\u11ab'].map((id) => picks(text, id))).toEqual([true, true])
  })
  it('id: stays exact', () => {
    expect(forms.map((id) => picks(`id:"${forms[0]}"`, id))).toEqual([true, false])
    expect(forms.map((id) => picks(`-id:"${forms[1]}"`, id))).toEqual([true, false])
  })
})

describe('a selector in force', () => {
  it.each(['id:"say “hi”"', 'a|b', '(x)', 'a or b', 'env:prod，dev', "role:'x'"])('%s means what it meant', (text) => {
    expect(parse(text).ok).toBe(false)
    expect(parseStoredSelector(text, PARTS).ok).toBe(true)
  })
  it('is as exact as it was', () => {
    const stored = parseStoredSelector('id:"say “hi”"', PARTS)
    expect(stored.ok && compileSelector(stored.terms, ENV)(device('say “hi”'))).toBe(true)
  })
})
