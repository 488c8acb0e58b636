/** Selector texts against the live snapshot of one org. */
import { InvalidInput, type Issue } from '@/lib/domain/errors'
import type { FactEnv } from '@/lib/domain/selector/fact-test'
import { operationIds } from '@/lib/domain/selector/match'
import { parseSelector, parseStoredSelector } from '@/lib/domain/selector/parse'
import type { ParseResult, Term } from '@/lib/domain/selector/term'
import { authorityNow, snapshotTime } from '@/lib/fleet/reading'
import type { FleetTally } from '@/lib/fleet/search/count-cells'
import { listItems } from '@/lib/store/operation-items'
import { findOperation } from '@/lib/store/operations'
import type { Db } from '@/lib/store/rows/db'
import type { OrgRuntime } from './org-runtime'

/** @throws InvalidInput whose issue points at the character; nothing is selected then. */
export function readSelector(org: OrgRuntime, text: string): Term[] {
  return termsOf(parseSelector(text, { parts: org.parts, firstSegments: org.fleet.firstSegments }))
}

/** Of a selector that was taken before: it never fails for what the fleet has lost since, nor for a stricter grammar. */
export const readStoredSelector = (org: OrgRuntime, text: string): Term[] =>
  termsOf(parseStoredSelector(text, org.parts))

function termsOf(parsed: ParseResult): Term[] {
  if (parsed.ok) return parsed.terms
  const { message, position } = parsed.error
  const issue: Issue = { path: 'selector', message, position }
  throw new InvalidInput(`selector: ${message}`, [issue])
}

/** The outside facts that `op:`, `stop:`, `seen:` and `created:` need. */
export async function fleetEnv(db: Db, org: OrgRuntime, terms: readonly Term[], now: number): Promise<FactEnv> {
  const operations = new Map<string, ReadonlySet<string>>()
  for (const id of operationIds(terms)) {
    // Refused rather than empty: "-op:…" with a slip of the finger would mean every device.
    const operation = await findOperation(db, id)
    if (operation?.org_id !== org.row.id) {
      const { start } = terms.find((term) => term.kind === 'op' && term.ids.includes(id)) as Term
      const message = `there is no operation ${id} in ${org.row.name}`
      throw new InvalidInput(`selector: ${message}`, [{ path: 'selector', message, position: start }])
    }
    const items = await listItems(db, id)
    operations.set(id, new Set(items.map((item) => item.device_id)))
  }
  return {
    nowMs: authorityNow(org.reading, now),
    operationDevices: (id) => operations.get(id) ?? null,
    stopState: (deviceId) => org.stops.stateOf(deviceId),
  }
}

/** All ids that match now, in the fleet's order. */
export async function matchingIds(
  db: Db,
  org: OrgRuntime,
  text: string,
  now: number,
  read: (org: OrgRuntime, text: string) => Term[] = readSelector,
): Promise<string[]> {
  const terms = read(org, text)
  const devices = await org.fleet.select({ terms, env: await fleetEnv(db, org, terms, now) })
  return devices.map(({ deviceId }) => deviceId)
}

/** Totals and grid of the whole fleet. */
export function wholeFleet(org: OrgRuntime): FleetTally {
  const env = { nowMs: snapshotTime(org.reading), operationDevices: () => null, stopState: () => null }
  return org.fleet.counts({ terms: [], env })
}
