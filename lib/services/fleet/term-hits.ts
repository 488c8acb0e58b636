/**
 * Tests one term on the whole fleet: fills `hits[slot]` with 1 where it holds, its sign left out. Terms on the id run once
 * per value of a part wherever the id's parts decide, and once per id only where they do not.
 */
import type { FactEnv } from '@/lib/domain/selector/fact-test'
import { foldCase } from '@/lib/domain/selector/fold-case'
import { ALWAYS, compileGlob, compileWholeGlob, costOf, type TextTest } from '@/lib/domain/selector/glob'
import { anyOf, compileIdTest } from '@/lib/domain/selector/id-test'
import type { Term, TimeTest } from '@/lib/domain/selector/term'
import type { CodeTest, Dictionary } from './dictionary'
import { DECISIONS, type FleetColumns, NEVER, STATUS_CODES } from './fleet-columns'
import type { WorkBudget } from './work-budget'

export type FleetContext = { columns: FleetColumns; env: FactEnv; budget: WorkBudget }
/** `dead[slot]` is 1 where the device no longer counts; what `hits` says of it means nothing. */
export type HitsContext = FleetContext & { dead: Uint8Array }

/** `hits` has one byte per slot and comes in zeroed. */
export function termHits(term: Term, hits: Uint8Array, context: HitsContext): void {
  const { columns } = context
  switch (term.kind) {
    case 'word': {
      const text = foldCase(term.text)
      const test: TextTest = (folded) => folded.includes(text)
      if (text.includes(':')) everyId(test, hits, context)
      else {
        for (const part of fewestFirst(columns)) {
          const containing = columns.dictionaries[part]!.containing(text, (chars) => context.budget.spend(chars))
          addCodes(hits, columns.codes[part]!, containing, context)
        }
        otherIds(term, hits, context)
      }
      break
    }
    case 'segment':
      anySegment(compileGlob(term.glob), hits, context)
      otherIds(term, hits, context)
      break
    case 'whole': {
      const { test, perSegment } = compileWholeGlob(term.glob)
      if (!perSegment) everyId(test, hits, context)
      else {
        const tests = perSegment(columns.parts.length)
        if (tests) everySegment(tests, hits, context)
        otherIds(term, hits, context)
      }
      break
    }
    case 'id':
      markIds(term.ids, hits, columns)
      break
    case 'part': {
      const part = columns.parts.indexOf(term.name)
      if (part >= 0)
        addCodes(hits, columns.codes[part]!, tableOf(part, anyOf(term.globs.map(compileGlob)), context), context)
      break
    }
    case 'shape':
      for (const slot of columns.others) hits[slot] = 1
      break
    case 'status': {
      const table = Uint8Array.from(STATUS_CODES, (status) => (term.values.includes(status) ? 1 : 0))
      addHits(hits, columns.status, table)
      break
    }
    case 'seen':
      timeHits(term.values, columns.seen, hits, context)
      break
    case 'created':
      timeHits(term.values, columns.created, hits, context)
      break
    case 'decision': {
      const table = Uint8Array.from(DECISIONS, (each) => (term.values.some((value) => value === each) ? 1 : 0))
      addHits(hits, columns.decision, table)
      break
    }
    case 'code':
      addCodes(
        hits,
        columns.decisionCode,
        valueHits(columns.decisionCodes, anyOf(term.globs.map(compileGlob)), context),
        context,
      )
      break
    case 'op':
      for (const operationId of term.ids) markIds(context.env.operationDevices(operationId) ?? [], hits, columns)
      break
    case 'stop':
      for (let slot = 0; slot < hits.length; slot++) {
        if (context.dead[slot] === 1) continue
        const state = context.env.stopState(columns.devices[slot]!.deviceId)
        if (state !== null && term.values.includes(state)) hits[slot] = 1
      }
  }
}

function markIds(ids: Iterable<string>, hits: Uint8Array, columns: FleetColumns): void {
  for (const id of ids) {
    const slot = columns.slotOf.get(id)
    if (slot !== undefined) hits[slot] = 1
  }
}

function valueHits(dictionary: Dictionary, test: TextTest, { budget }: HitsContext): CodeTest {
  const cost = costOf(test)
  return dictionary.hits((folded) => {
    budget.spend(folded.length * cost)
    return test(folded)
  })
}

const tableOf = (part: number, test: TextTest, context: HitsContext) =>
  valueHits(context.columns.dictionaries[part]!, test, context)

function addHits(hits: Uint8Array, codes: Uint8Array, table: Uint8Array): void {
  for (let slot = 0; slot < hits.length; slot++) hits[slot]! |= table[codes[slot]!]!
}

function addCodes(hits: Uint8Array, codes: Uint32Array, { known, ask }: CodeTest, { dead }: HitsContext): void {
  for (let slot = 0; slot < hits.length; slot++) {
    if (hits[slot] === 1) continue
    const code = codes[slot]!
    const hit = known[code]!
    if (hit >= 0) hits[slot] = hit
    else if (dead[slot] === 0) hits[slot] = ask(code)
  }
}

/** Parts by number of values, so that the last and largest is asked only about what the others left. */
function fewestFirst({ dictionaries }: FleetColumns): number[] {
  return dictionaries.map((_, part) => part).sort((a, b) => dictionaries[a]!.size - dictionaries[b]!.size)
}

function anySegment(test: TextTest, hits: Uint8Array, context: HitsContext): void {
  for (const part of fewestFirst(context.columns)) {
    addCodes(hits, context.columns.codes[part]!, tableOf(part, test, context), context)
  }
}

function everySegment(tests: readonly TextTest[], hits: Uint8Array, context: HitsContext): void {
  hits.fill(1)
  for (const part of fewestFirst(context.columns)) {
    if (tests[part] === ALWAYS) continue
    const codes = context.columns.codes[part]!
    const { known, ask } = tableOf(part, tests[part]!, context)
    for (let slot = 0; slot < hits.length; slot++) {
      if (hits[slot] === 0 || context.dead[slot] === 1) continue
      const code = codes[slot]!
      const hit = known[code]!
      hits[slot] = hit >= 0 ? hit : ask(code)
    }
  }
}

function everyId(test: TextTest, hits: Uint8Array, { columns: { folded }, budget, dead }: HitsContext): void {
  const cost = costOf(test)
  for (let slot = 0; slot < hits.length; slot++) {
    if (dead[slot] === 1) continue
    budget.spend(folded[slot]!.length * cost)
    if (test(folded[slot]!)) hits[slot] = 1
  }
}

/** Ids that do not fit the pattern have no part values; each is tested by itself. */
function otherIds(term: Term, hits: Uint8Array, { columns, budget, dead }: HitsContext): void {
  if (columns.others.size === 0) return
  const test = compileIdTest(term, columns.parts)!
  for (const slot of columns.others) {
    if (dead[slot] === 1) continue
    const folded = columns.folded[slot]!
    budget.spend(folded.length * (test.cost ?? 1))
    const subject = {
      deviceId: columns.devices[slot]!.deviceId,
      folded,
      segments: term.kind === 'segment' ? folded.split(':') : [],
    }
    hits[slot] = test(subject) ? 1 : 0
  }
}

/** An unknown time is NaN, which no comparison holds for. */
function timeHits(
  tests: readonly TimeTest[],
  times: Float64Array,
  hits: Uint8Array,
  { env: { nowMs } }: HitsContext,
): void {
  for (const time of tests) {
    for (let slot = 0; slot < hits.length; slot++) {
      const at = times[slot]!
      if (time.test === 'never') hits[slot]! |= at === NEVER ? 1 : 0
      else if (at !== NEVER)
        hits[slot]! |= (time.test === 'older' ? nowMs - at > time.ms : nowMs - at < time.ms) ? 1 : 0
    }
  }
}
