/** What a screen claims of a stop, and how many of its claims go beyond what the authority did. */
import type { Operation } from '@/lib/domain/operation'
import type { OrgState } from '@/lib/domain/wire/org-state'

/** `inForce`: it says so; `notInForce`: it says for certain that nothing is. `confirmed`, `done`: devices, 0 where it is silent. */
export type Claims = { screen: string; inForce: boolean; notInForce: boolean; confirmed: number; done: number }

/** Read from the authority itself. `stopped`: devices stopped by it; `denied`: agents that were refused since the press. */
export type Truth = { inForce: boolean; stopped: number; denied: number }

const largest = (text: string, pattern: RegExp) => Math.max(0, ...[...text.matchAll(pattern)].map(([, n]) => Number(n)))

/** A plain page, by the words on it. */
export function pageClaims(screen: string, html: string): Claims {
  const text = html
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]+>/g, '\n')
    .replaceAll('&nbsp;', ' ')
  return {
    screen,
    inForce: /Stop in force|All \d+ denied|None of [\d,]+ active agents? is allowed/.test(text),
    notInForce: /not in force|Stop refused|Nothing was stopped/i.test(text),
    confirmed: Math.max(largest(text, /(\d+) (?:of \d+ )?confirmed/g), largest(text, /All (\d+) denied/g)),
    done: 0,
  }
}

export const operationClaims = (screen: string, { stop, outcomes }: Operation): Claims => ({
  screen,
  inForce: stop?.status === 'accepted',
  notInForce: stop?.status === 'queued' || stop?.status === 'refused',
  confirmed: stop?.counts.confirmed ?? 0,
  done: outcomes.done + outcomes.skipped,
})

export const stateClaims = (screen: string, { execution, orgStop }: OrgState): Claims => ({
  screen,
  inForce: execution.state === 'disabled' || orgStop?.status === 'accepted',
  notInForce: orgStop?.status === 'queued' || orgStop?.status === 'refused',
  confirmed: orgStop?.counts.confirmed ?? 0,
  done: 0,
})

/**
 * What a screen says beyond the truth. A stop does not go away by itself, so a claim that it is in force is compared with what
 * was read after the screen, and a claim that it is not against what was read before.
 */
export function falseClaims(claims: Claims, before: Truth, after: Truth): string[] {
  const wrong: string[] = []
  if (claims.inForce && !after.inForce) wrong.push('says that a stop is in force, and none is')
  if (claims.notInForce && before.inForce) wrong.push('says that no stop is in force, and one is')
  if (claims.confirmed > after.denied) wrong.push(`says ${claims.confirmed} confirmed, and ${after.denied} were denied`)
  if (claims.done > after.stopped) wrong.push(`says ${claims.done} done, and ${after.stopped} are stopped`)
  return wrong
}
