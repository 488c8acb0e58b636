/** What happens between two presses of a bench: the org is enabled again, and the console has seen it. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Operation } from '@/lib/domain/operation'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { ConsoleSession } from './console-session'

const SEEN_WAIT_MS = 20_000

export async function enableAgain(session: ConsoleSession): Promise<void> {
  const { state, outcomes, error } = await session.post<Operation>(
    '/api/orgs/main/operations',
    { id: randomUUID(), kind: 'enable', reason: 'bench' },
    { prefer: 'wait=10' },
  )
  if (state !== 'finished' || error)
    throw new Error(`the org was not enabled again: ${state} ${JSON.stringify(error ?? outcomes)}`)
}

export async function untilNotStopped(session: ConsoleSession): Promise<void> {
  const until = Date.now() + SEEN_WAIT_MS
  for (;;) {
    const { execution, orgStop } = await session.get<OrgState>('/api/orgs/main/state')
    if (execution.state !== 'disabled' && orgStop === null) return
    if (Date.now() > until) throw new Error('the console never showed the org as running again')
    await delay(50)
  }
}
