/**
 * Terms on the id. They run once per value of a part wherever the id's parts decide, and once per id only where they do not.
 */
import { foldCase } from '@/lib/domain/ids/fold-case'
import { ALWAYS, compileGlob, compileWholeGlob, costOf, type TextTest } from '@/lib/domain/selector/glob'
import { anyOf, compileIdTest } from '@/lib/domain/selector/id-test'
import type { Term } from '@/lib/domain/selector/term'
import type { FleetColumns } from '../columns/fleet-columns'
import { codeHits, type HitsContext, inTurn, markIds, type RangeTest, tableHits, valueHits } from './hits'

const WHERE_ONE = Uint8Array.of(0, 1)
const WHERE_ANY = Uint8Array.of(0, 1, 1)

/** Null for a term that needs more than the id. */
export function idHits(term: Term, context: HitsContext): RangeTest | null {
  const { columns } = context
  switch (term.kind) {
    case 'word': {
      const text = foldCase(term.text)
      if (text.includes(':')) return everyId((folded) => folded.includes(text), context)
      const parts = fewestFirst(columns).map((part) => {
        const containing = columns.dictionaries[part]!.containing(text, (chars) => context.budget.spend(chars))
        return codeHits(columns.codes[part]!, containing, context)
      })
      return inTurn([...parts, otherIds(term, context)])
    }
    case 'segment': {
      const test = compileGlob(term.glob)
      const parts = fewestFirst(columns).map((part) =>
        codeHits(columns.codes[part]!, valueHits(columns.dictionaries[part]!, test, context), context),
      )
      return inTurn([...parts, otherIds(term, context)])
    }
    case 'whole': {
      const { test, perSegment } = compileWholeGlob(term.glob)
      if (!perSegment) return everyId(test, context)
      const tests = perSegment(columns.parts.length)
      return inTurn([...(tests ? [everySegment(tests, context)] : []), otherIds(term, context)])
    }
    case 'id':
      return markIds(term.ids, context)
    case 'part': {
      const part = columns.parts.indexOf(term.name)
      if (part < 0) return () => {}
      const test = valueHits(columns.dictionaries[part]!, anyOf(term.globs.map(compileGlob)), context)
      return codeHits(columns.codes[part]!, test, context)
    }
    case 'shape':
      return inTurn(
        term.values.map((value) =>
          value === 'other'
            ? tableHits(columns.other, WHERE_ONE, context)
            : tableHits(columns.lookalikes.marks, WHERE_ANY, context),
        ),
      )
    default:
      return null
  }
}

/** Parts by number of values, so that the last and largest is tested only on what the others left. */
function fewestFirst({ dictionaries }: FleetColumns): number[] {
  return dictionaries.map((_, part) => part).sort((a, b) => dictionaries[a]!.size - dictionaries[b]!.size)
}

function everySegment(tests: readonly TextTest[], context: HitsContext): RangeTest {
  const { columns, hits, dead } = context
  const parts = fewestFirst(columns)
    .filter((part) => tests[part] !== ALWAYS)
    .map((part) => ({
      codes: columns.codes[part]!,
      ...valueHits(columns.dictionaries[part]!, tests[part]!, context),
    }))
  return (from, to) => {
    hits.fill(1, from, to)
    for (const { codes, known, ask } of parts) {
      for (let slot = from; slot < to; slot++) {
        if (hits[slot] === 0 || dead[slot] === 1) continue
        const code = codes[slot]!
        const hit = known[code]!
        hits[slot] = hit >= 0 ? hit : ask(code)
      }
    }
  }
}

function everyId(test: TextTest, { columns, budget, hits, dead }: HitsContext): RangeTest {
  const cost = costOf(test)
  return (from, to) => {
    for (let slot = from; slot < to; slot++) {
      if (dead[slot] === 1) continue
      const folded = columns.folded(slot)
      budget.spend(folded.length * cost)
      if (test(folded)) hits[slot] = 1
    }
  }
}

/** Ids that do not fit the pattern have no part values; each is tested by itself. */
function otherIds(term: Term, { columns, budget, hits, dead }: HitsContext): RangeTest {
  const test = compileIdTest(term, columns.parts)!
  return (from, to) => {
    if (columns.others === 0) return
    for (let slot = from; slot < to; slot++) {
      if (columns.other[slot] === 0 || dead[slot] === 1) continue
      const folded = columns.folded(slot)
      budget.spend(folded.length * (test.cost ?? 1))
      const segments = term.kind === 'segment' ? folded.split(':') : []
      hits[slot] = test({ deviceId: columns.id(slot), folded, segments }) ? 1 : 0
    }
  }
}
