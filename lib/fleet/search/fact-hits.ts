/** Terms on what the authority reported of a device, or on what the console knows of it. */

import { foldCase } from '@/lib/domain/ids/fold-case'
import { compileGlob, costOf, type TextTest } from '@/lib/domain/selector/glob'
import { anyOf } from '@/lib/domain/selector/id-test'
import type { Term, TimeTest } from '@/lib/domain/selector/term'
import { DECISIONS } from '../columns/decision-column'
import { NEVER, STATUS_CODES } from '../columns/device-facts'
import { codeHits, type HitsContext, inTurn, markIds, type RangeTest, tableHits } from './hits'

/** A larger list of ids is tested device by device, so that it can be left between two ranges. */
const MARKED_AT_ONCE_MAX = 2_000

/** Null for a term that looks at the id. */
export function factHits(term: Term, context: HitsContext): RangeTest | null {
  const { env } = context
  const { facts } = context.columns
  switch (term.kind) {
    case 'status': {
      const table = Uint8Array.from(STATUS_CODES, (status) => (term.values.includes(status) ? 1 : 0))
      return tableHits(facts.status, table, context)
    }
    case 'seen':
      return timeHits(term.values, facts.seen, context)
    case 'created':
      return timeHits(term.values, facts.created, context)
    case 'decision': {
      const table = Uint8Array.from(DECISIONS, (each) => (term.values.some((value) => value === each) ? 1 : 0))
      return tableHits(facts.decisions.kind, table, context)
    }
    case 'code': {
      return decisionCodeHits(anyOf(term.globs.map(compileGlob)), context)
    }
    case 'op':
      return inTurn(term.ids.map((id) => membersOf(env.operationDevices(id), context)))
    case 'stop':
      return deviceHits((deviceId) => {
        const state = env.stopState(deviceId)
        return state !== null && term.values.includes(state)
      }, context)
    default:
      return null
  }
}

/** Codes are few, but are kept as they came; a test is for their folded form. */
function decisionCodeHits(test: TextTest, context: HitsContext): RangeTest {
  const { code: codes, codes: texts } = context.columns.facts.decisions
  const cost = costOf(test)
  const known = new Int8Array(texts.codesEnd + 1).fill(-1)
  known[0] = 0
  const ask = (code: number) => {
    const folded = foldCase(texts.text(code - 1))
    context.budget.spend(folded.length * cost)
    known[code] = test(folded) ? 1 : 0
    return known[code]!
  }
  return codeHits(codes, { known, ask }, context)
}

function membersOf(ids: ReadonlySet<string> | null, context: HitsContext): RangeTest {
  if (!ids || ids.size <= MARKED_AT_ONCE_MAX) return markIds(ids ?? [], context)
  return deviceHits((deviceId) => ids.has(deviceId), context)
}

function deviceHits(test: (deviceId: string) => boolean, { columns, hits, dead }: HitsContext): RangeTest {
  return (from, to) => {
    for (let slot = from; slot < to; slot++) {
      if (dead[slot] === 0 && test(columns.id(slot))) hits[slot] = 1
    }
  }
}

/** An unknown time is NaN, which no comparison holds for. */
function timeHits(tests: readonly TimeTest[], times: Float64Array, { env: { nowMs }, hits }: HitsContext): RangeTest {
  return (from, to) => {
    for (const time of tests) {
      for (let slot = from; slot < to; slot++) {
        const at = times[slot]!
        if (time.test === 'never') hits[slot]! |= at === NEVER ? 1 : 0
        else if (at !== NEVER)
          hits[slot]! |= (time.test === 'older' ? nowMs - at > time.ms : nowMs - at < time.ms) ? 1 : 0
      }
    }
  }
}
