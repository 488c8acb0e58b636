/** A record that the real engine made over hours, by a clock of its own, with its anchors and the head that a person kept. */
import type { KeyObject } from 'node:crypto'
import { randomUUID } from 'node:crypto'
import type { Anchor } from '@/lib/audit/anchors/anchor'
import { currentHead } from '@/lib/audit/anchors/current-head'
import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { eventsInOrder } from '@/lib/store/audit/audit-chain-heads'
import type { AuditEventRow } from '@/lib/store/rows/audit-rows'
import { actOut, RECORDED_DEVICES } from '../console/recorded-acts'
import { type TestConsole, testConsole } from '../console/test-console'

export type AnchoredRecord = {
  events: AuditEventRow[]
  anchors: Anchor[]
  /** As the record page prints it. */
  head: string
  orgId: string
  publicKey: KeyObject
}

/** Between two anchors, in ms. */
const APART_MS = 61_000

/** @param rounds of everything that people do, with an anchor after each act; a few events come after the last one. */
export async function anchoredRecord(rounds: number): Promise<AnchoredRecord> {
  let passedMs = 0
  const now = () => Date.now() + passedMs
  const running = await testConsole({ devices: RECORDED_DEVICES, now })
  try {
    for (let round = 0; round < rounds; round += 1)
      await actOut(
        running,
        async () => {
          await refuseSignIn(running)
          await running.deps.anchoring.publish()
          passedMs += APART_MS
        },
        now,
      )
    // The newest anchor came soon after the one before: no time shows that it is gone.
    await refuseSignIn(running)
    await running.deps.anchoring.publish()
    await running.act(await running.as('responder'), { kind: 'revoke', target: { ids: RECORDED_DEVICES } })
    return await read(running)
  } finally {
    await running.close()
  }
}

/** Events of no org lie between those of the org. */
const refuseSignIn = ({ deps }: TestConsole) =>
  record(deps.store.db, consoleOrigin(null, deps.clock.now()), 'session.refused', {
    email: `${randomUUID()}@example.org`,
  })

async function read({ deps, org }: TestConsole): Promise<AnchoredRecord> {
  const events: AuditEventRow[] = []
  for await (const page of eventsInOrder(deps.store.db)) events.push(...page)
  const { anchors } = await deps.anchoring.anchors()
  const head = await currentHead({ deps, org })
  return { events, anchors, head, orgId: org.row.id, publicKey: deps.anchoring.publicKey as KeyObject }
}
