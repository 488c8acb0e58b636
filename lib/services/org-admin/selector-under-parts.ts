/** What a stored selector means under other parts of ids, compared with what it means now. */
import { pauses } from '@/lib/concurrency/cooperative'
import { compileIdTest, idSubject } from '@/lib/domain/selector/id-test'
import { parseSelector } from '@/lib/domain/selector/parse'
import type { Term } from '@/lib/domain/selector/term'
import { fleetEnv } from '@/lib/orgs/match-selector'
import type { OrgContext } from '../context'

type Context = Pick<OrgContext, 'deps' | 'org'>

/** `fault`: it does not parse any more. `terms`: what it means now, null if it cannot be read now and picks nothing; `next`: what it means then. Null: it means the same, or
 * cannot be read then either. */
export type Reading = { fault: string } | { terms: Term[] | null; next: Term[] } | null

/** Compares the texts alone, without a look at the devices. */
export function readUnder({ org }: Context, selector: string, parts: readonly string[]): Reading {
  const { firstSegments } = org.fleet
  const now = parseSelector(selector, { parts: org.parts, firstSegments })
  const next = parseSelector(selector, { parts, firstSegments })
  if (!now.ok) return next.ok ? { terms: null, next: next.terms } : null
  if (!next.ok) return { fault: next.error.message }
  const isSame =
    JSON.stringify(now.terms) === JSON.stringify(next.terms) &&
    now.terms.every((term) => !dependsOnParts(term) || isPlacedAlike(term, org.parts, parts))
  return isSame ? null : { terms: now.terms, next: next.terms }
}

const dependsOnParts = (term: Term): boolean =>
  term.kind === 'part' || (term.kind === 'shape' && term.values.includes('other'))

const isPlacedAlike = (term: Term, now: readonly string[], then: readonly string[]): boolean =>
  now.length === then.length && (term.kind !== 'part' || now.indexOf(term.name) === then.indexOf(term.name))

/** How many devices it picks now, how many then, and how many are the same. */
export async function compareUnder(
  { deps, org }: Context,
  { terms, next }: { terms: Term[] | null; next: Term[] },
  parts: readonly string[],
): Promise<{ before: number; after: number; both: number }> {
  const env = await fleetEnv(deps.store.reads, org, [...(terms ?? []), ...next], deps.clock.now())
  const picked = terms === null ? [] : await org.fleet.select({ terms, env })
  const before = new Set(picked.map(({ deviceId }) => deviceId))
  // The fleet splits its ids by the parts of now: what depends on others is asked of each id by itself.
  const rest = next.filter((term) => !dependsOnParts(term))
  const tests = next.filter(dependsOnParts).map((term) => testOf(term, parts, org.fleet.hasLookalike))
  const pause = pauses()
  let after = 0
  let both = 0
  for (const { deviceId } of await org.fleet.select({ terms: rest, env })) {
    if (tests.every((test) => test(deviceId))) {
      after++
      if (before.has(deviceId)) both++
    }
    await pause()
  }
  return { before: before.size, after, both }
}

function testOf(
  term: Term,
  parts: readonly string[],
  hasLookalike: (deviceId: string) => boolean,
): (deviceId: string) => boolean {
  const others: Term = term.kind === 'shape' ? { ...term, values: ['other'] } : term
  const alike = term.kind === 'shape' && term.values.includes('lookalike')
  const test = compileIdTest(others, parts)
  return (deviceId) => ((test?.(idSubject(deviceId)) ?? false) || (alike && hasLookalike(deviceId))) !== term.negated
}
