/** The values behind `name:`, comma-separated, for each name of the grammar. All throw SelectorFault. */
import { LISTED_ID_RULE, readListedId } from '../ids/listed-id'
import { parseDuration } from './duration'
import { globText, parseGlob } from './glob-text'
import type { Char } from './raw-term'
import { SelectorFault } from './selector-fault'
import {
  DECISION_VALUES,
  type GlobText,
  SHAPE_VALUES,
  STATUS_VALUES,
  STOP_VALUES,
  type TermData,
  type TermName,
  type TimeTest,
} from './term'

type Value = { chars: Char[]; text: string; at: number; length: number }

/** Cuts at commas outside braces. `at` is where the first value starts in the text. */
export function splitValues(name: string, chars: readonly Char[], at: number): Value[] {
  const runs: Char[][] = [[]]
  const starts = [at]
  let depth = 0
  for (const char of chars) {
    if (!char.literal && char.text === '{') depth++
    if (!char.literal && char.text === '}') depth--
    if (!char.literal && char.text === ',' && depth <= 0) {
      runs.push([])
      starts.push(char.at + 1)
    } else runs.at(-1)!.push(char)
  }
  return runs.map((run, index) => {
    const start = run[0]?.at ?? starts[index]!
    if (run.length === 0)
      throw new SelectorFault(
        `"${name}:" needs a value here, such as ${EXAMPLES[name] ?? `${name}:x`}.`,
        Math.max(0, start - 1),
      )
    const last = run.at(-1)!
    return {
      chars: run,
      text: run.map((char) => char.text).join(''),
      at: start,
      length: last.at + last.text.length - start,
    }
  })
}

const EXAMPLES: Record<string, string> = {
  id: 'id:"crewai:prod:runner:01"',
  status: 'status:active',
  seen: 'seen:>2h',
  created: 'created:<1d',
  decision: 'decision:denied',
  code: 'code:DEVICE_REVOKED',
  op: 'op:ID',
  stop: 'stop:waiting',
  shape: 'shape:other',
}

/** What a part or `code:` takes: one glob per value, none of which can hold a `:`. */
export function readGlobs(name: string, values: readonly Value[]): GlobText[] {
  return values.map(({ chars }) => {
    const colon = chars.find((char) => char.text === ':')
    if (colon)
      throw new SelectorFault(
        `A value of "${name}:" cannot contain ":"; write the glob of the whole id without "${name}:".`,
        colon.at,
      )
    parseGlob(chars)
    return globText(chars)
  })
}

function readExact(name: string, values: readonly Value[]): string[] {
  return values.map(({ chars, text }) => {
    const live = chars.find((char) => !char.literal && '*?{}'.includes(char.text))
    if (live)
      throw new SelectorFault(
        `"${name}:" takes an exact value; quote it if "${live.text}" belongs to it${name === 'id' ? ', or leave out "id:" for a glob' : ''}.`,
        live.at,
      )
    return text
  })
}

/** Ids as an authority lists them; one that is written out with its control characters is the same id. */
function readIds(values: readonly Value[]): string[] {
  return readExact('id', values).map((text, index) => {
    const id = readListedId(text)
    const { at, length } = values[index] as Value
    if (id === null) throw new SelectorFault(`No id is written like this: ${LISTED_ID_RULE}.`, at, length)
    return id
  })
}

function readEnum<T extends string>(name: string, allowed: readonly T[], values: readonly Value[]): T[] {
  return values.map(({ text, at, length }) => {
    const value = allowed.find((each) => each === text.toLowerCase())
    if (!value) throw new SelectorFault(`"${name}:" knows ${allowed.join(', ')}, not "${text}".`, at, length)
    return value
  })
}

function readTimes(name: 'seen' | 'created', values: readonly Value[]): TimeTest[] {
  return values.map(({ text, at, length }) => {
    if (name === 'seen' && text.toLowerCase() === 'never') return { test: 'never' }
    const ms = parseDuration(text.slice(1))
    const test = text[0] === '>' ? 'older' : text[0] === '<' ? 'newer' : null
    if (!test || ms === null) {
      const never = name === 'seen' ? ' or never' : ''
      throw new SelectorFault(
        `"${name}:" takes >2h (longer ago), <5m (more recent)${never}; units are s, m, h, d, w.`,
        at,
        length,
      )
    }
    return { test, ms }
  })
}

export function readNamed(name: TermName, values: readonly Value[]): TermData {
  switch (name) {
    case 'id':
      return { kind: name, ids: readIds(values) }
    case 'op':
      return { kind: name, ids: readExact(name, values) }
    case 'code':
      return { kind: name, globs: readGlobs(name, values) }
    case 'seen':
    case 'created':
      return { kind: name, values: readTimes(name, values) }
    case 'status':
      return { kind: name, values: readEnum(name, STATUS_VALUES, values) }
    case 'decision':
      return { kind: name, values: readEnum(name, DECISION_VALUES, values) }
    case 'stop':
      return { kind: name, values: readEnum(name, STOP_VALUES, values) }
    case 'shape':
      return { kind: name, values: readEnum(name, SHAPE_VALUES, values) }
  }
}
