/** Signing out ends the session's row: a copy of the cookie is dead with it, wherever it is. */
import { z } from 'zod'
import type { Origin } from '@/lib/audit/audit-log'
import { recordRepeated } from '@/lib/audit/repeated-events'
import { endSession as endSessionRow } from '@/lib/store/people/sessions'
import type { Deps } from '../context'
import { service } from '../service'
import { loadActor } from './load-actor'

/**
 * Ends a session, a session that exists in memory only included. One that is over already is left as it is.
 * @throws whatever the store throws: the session goes on then.
 */
export async function signOut(
  deps: Deps,
  sessionId: string,
  { address, requestId }: Pick<Origin, 'address' | 'requestId'>,
): Promise<void> {
  deps.stopSessions.dismiss(sessionId)
  const actor = await loadActor(deps, sessionId)
  if (!actor) return
  const at = deps.clock.now()
  await deps.store.db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await endSessionRow(tx, sessionId, at)
    if (numUpdatedRows === 0n) return
    const origin = { orgId: null, actor, address, requestId, at }
    await recordRepeated(deps, tx, origin, 'session.signed-out', { email: actor.email })
  })
  deps.stopSessions.end(sessionId)
}

export const endSession = service({
  permission: 'signed-in',
  openToIdle: true,
  input: z.strictObject({}),
  async run({ deps, actor, address, requestId }): Promise<{ ok: true }> {
    await signOut(deps, actor.sessionId, { address, requestId })
    return { ok: true }
  },
})
