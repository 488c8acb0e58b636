/** The meaning of a selector, one device at a time. `FleetIndex` gives the same answers for a whole fleet at once. */
import type { Device } from '@/lib/domain/device'
import { compileFactTest, type FactEnv, type FactTest } from './fact-test'
import { compileIdTest, fitsPattern, type IdTest, idSubject } from './id-test'
import type { Term } from './term'

export type MatchEnv = FactEnv & { parts: readonly string[]; hasLookalike: (deviceId: string) => boolean }

/** Compiles once, then answers per device. No terms: every device. */
export function compileSelector(terms: readonly Term[], env: MatchEnv): (device: Device) => boolean {
  const idTests: { test: IdTest; negated: boolean }[] = []
  const factTests: { test: FactTest; negated: boolean }[] = []
  for (const term of terms) {
    const idTest = compileIdTest(term, env.parts)
    const factTest = idTest ? null : (compileShapeTest(term, env) ?? compileFactTest(term, env))
    if (idTest) idTests.push({ test: idTest, negated: term.negated })
    if (factTest) factTests.push({ test: factTest, negated: term.negated })
  }
  return (device) => {
    if (factTests.some(({ test, negated }) => test(device) === negated)) return false
    if (idTests.length === 0) return true
    const subject = idSubject(device.deviceId)
    return idTests.every(({ test, negated }) => test(subject) !== negated)
  }
}

/** A shape that depends on the rest of the fleet. */
function compileShapeTest(term: Term, { parts, hasLookalike }: MatchEnv): FactTest | null {
  if (term.kind !== 'shape') return null
  const others = term.values.includes('other')
  return ({ deviceId }) => hasLookalike(deviceId) || (others && !fitsPattern(deviceId.split(':'), parts))
}

/** Ids of the operations that the terms name, so that a caller can refuse an unknown one before it selects anything. */
export function operationIds(terms: readonly Term[]): string[] {
  return terms.flatMap((term) => (term.kind === 'op' ? term.ids : []))
}
