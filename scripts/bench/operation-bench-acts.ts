/** Operations over the console's API, until every device has its outcome. */
import { randomUUID } from 'node:crypto'
import type { Operation } from '@/lib/domain/operation'
import type { ConsoleSession } from './console-session'

/** @throws Error unless all of them are done. */
export async function finish(session: ConsoleSession, command: object, devices: number): Promise<Operation> {
  const body = { id: randomUUID(), ...command }
  let operation = await session.post<Operation>('/api/orgs/main/operations', body, { prefer: 'wait=10' })
  while (operation.state !== 'finished') {
    const answer = await session.get<{ operation: Operation }>(`/api/orgs/main/operations/${operation.id}`)
    operation = answer.operation
  }
  if (operation.outcomes.done !== devices) throw new Error(`outcomes: ${JSON.stringify(operation.outcomes)}`)
  return operation
}

/** Milliseconds that something took. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await run()
  return performance.now() - startedAt
}
