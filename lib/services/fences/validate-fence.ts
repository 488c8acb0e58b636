import type { StartOperation } from '@/lib/domain/command'
import { InvalidInput } from '@/lib/domain/errors'
import { firstStateTerm } from '@/lib/domain/selector/term'
import type { Target } from '@/lib/operations/write-operation'
import { readSelector } from '@/lib/orgs/match-selector'
import type { OrgContext } from '../context'

/** What a fence requires besides what a revoke does. @throws InvalidInput that names what is missing. */
export function requireFence({ deps, org }: OrgContext, input: StartOperation, { selector }: Target): void {
  if (input.kind !== 'revoke' || input.undoes) throw new InvalidInput('fence: only a revoke can be a fence')
  if (selector === null) throw new InvalidInput('fence: it needs a selector; ticked devices do not match later ones')
  const state = firstStateTerm(readSelector(org, selector))
  if (state) {
    const message = `a fence looks at ids alone; ${selector.slice(state.start, state.end)} changes with time`
    throw new InvalidInput(`selector: ${message}`, [{ path: 'selector', message, position: state.start }])
  }
  if (!input.reason) throw new InvalidInput('reason: a fence needs a reason: the person on call at night reads it')
  const now = deps.clock.now()
  for (const [name, time] of Object.entries(input.fence ?? {}))
    if (Date.parse(time) <= now) throw new InvalidInput(`fence.${name}: that time is over`)
}
