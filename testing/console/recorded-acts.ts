/** One of everything that people do, through the same use cases as the API: a record made by the real engine. */
import { randomUUID } from 'node:crypto'
import type { StartOperation } from '@/lib/domain/command'
import type { Operation } from '@/lib/domain/operation'
import { cancelOperation } from '@/lib/services/operations/control-operation'
import { addReason } from '@/lib/services/operations/operation-services'
import { invoke } from '@/lib/services/service'
import { acknowledge } from '@/lib/services/stops/acknowledge-alarms'
import { endStop } from '@/lib/services/stops/end-stop'
import type { TestConsole } from './test-console'

export const RECORDED_DEVICES = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `crewai:prod:runner:${name}`)
const [A, B, C, D, E, F] = RECORDED_DEVICES as [string, string, string, string, string, string]
const NEW_DEVICE = 'crewai:prod:late:01'
const HOUR_MS = 3_600_000

/**
 * @param between what comes after each act: time that passes, an anchor.
 * @param now the console's clock, epoch ms.
 */
export async function actOut(
  running: TestConsole,
  between: () => Promise<unknown> = async () => undefined,
  now: () => number = Date.now,
): Promise<void> {
  const { org } = running
  const ann = await running.as('admin', { name: 'Ann' })
  const ben = await running.as('admin', { name: 'Ben' })
  const inAnHour = () => new Date(now() + HOUR_MS).toISOString()
  const fresh = (context: typeof ann) => ({ ...context, actor: { ...context.actor, authenticatedAt: now() } })
  async function act(by: typeof ann, input: Omit<StartOperation, 'id'>): Promise<Operation> {
    const ended = await running.act(fresh(by), input)
    await running.deps.running.ended(ended.id)
    await between()
    return ended
  }
  const start = (by: typeof ann, input: Omit<StartOperation, 'id'>) =>
    running.start(fresh(by), { id: randomUUID(), ...input })

  const two = await act(ann, { kind: 'revoke', target: { ids: [A, B] } })
  await invoke(addReason, fresh(ben), { operation: two.id, reason: 'they loop' })
  await act(ben, { kind: 'revoke', target: { ids: [A] }, reason: 'so does this' })
  await act(ann, { kind: 'restore', undoes: two.id, reason: 'false alarm' })
  await org.connection.client.revoke(C)
  await org.reader.readNow()
  await act(ann, { kind: 'revoke', target: { ids: [C, D] } })
  const fence = await act(ann, {
    kind: 'revoke',
    target: { selector: 'role:late' },
    reason: 'no more of them',
    fence: { endsAt: inAnHour() },
  })
  await running.agent('register', NEW_DEVICE)
  await untilRevoked(running, NEW_DEVICE)
  await running.deps.running.allEnded()
  await between()
  await act(ann, { kind: 'restore', undoes: fence.id, reason: 'they may come' })
  await act(ben, { kind: 'disable', reason: 'everything' })
  await act(ann, { kind: 'enable', reason: 'all clear' })
  await act(ann, { kind: 'register', target: { ids: ['crewai:prod:new:01'] }, reason: 'one more' })
  await act(ann, {
    kind: 'remove',
    target: { ids: ['crewai:prod:new:01'] },
    typed: 'crewai:prod:new:01',
    reason: 'gone',
  })
  const closed = await act(ben, { kind: 'revoke', target: { ids: [E] } })
  await invoke(endStop, fresh(ben), { operation: closed.id, reason: 'watched enough' })
  await act(ben, { kind: 'revoke', target: { ids: [F] } })
  await running.deps.running.allEnded()
  await org.connection.client.unrevoke(F)
  await org.reader.readNow()
  await invoke(acknowledge, fresh(ann), { until: new Date(now() + HOUR_MS).toISOString() })
  const withdrawn = await start(ann, { kind: 'revoke', target: { ids: [B] }, startAt: inAnHour() })
  await invoke(cancelOperation, fresh(ann), { operation: withdrawn.id, reason: 'not needed' })
  await running.deps.running.allEnded()
  await start(ben, { kind: 'revoke', target: { ids: [B] }, startAt: inAnHour() })
  await between()
}

/** A fence catches at a reading: reads until it has. */
async function untilRevoked({ org }: TestConsole, deviceId: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    await org.reader.readNow()
    if (org.fleet.statusOf(deviceId) === 'revoked') return
  }
  throw new Error(`${deviceId} was not caught by its fence`)
}
