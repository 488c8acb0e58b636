/** Ending own sessions: what was ended is out with its next request. */
import { z } from 'zod'
import { originOf, record } from '@/lib/audit/audit-log'
import { AppError } from '@/lib/domain/errors'
import { findLiveSession } from '@/lib/store/people/sessions'
import type { Db } from '@/lib/store/rows/db'
import { endSessionsIn, listSessionsOf } from '../access/sessions-of'
import type { Context } from '../context'
import { service } from '../service'

/** One of the own sessions. @throws AppError `not-found` for one that is over or of another person. */
export const endMySession = service({
  permission: 'signed-in',
  input: z.strictObject({ session: z.uuid() }),
  run: (context, { session }) =>
    end(context, (tx) => endSessionsIn(tx, context.actor.userId, [session], now(context)), 1),
})

/** All own sessions but this one. */
export const endMyOtherSessions = service({
  permission: 'signed-in',
  input: z.strictObject({}),
  run: (context) => end(context, (tx) => endOthers(tx, context), 0),
})

/** The ids of the sessions that were ended. */
export async function endOthers(tx: Db, context: Context): Promise<string[]> {
  const { userId, sessionId } = context.actor
  const open = await listSessionsOf(tx, userId, now(context), sessionId)
  const others = open.filter(({ isThis }) => !isThis).map(({ id }) => id)
  return endSessionsIn(tx, userId, others, now(context))
}

/** The session may have been ended since the gate looked. @throws AppError `unauthenticated`. */
export async function requireOpen(tx: Db, context: Context): Promise<void> {
  if (await findLiveSession(tx, context.actor.sessionId, now(context))) return
  throw new AppError('unauthenticated', 'Your session ended just now. Sign in and try again. Nothing was changed.')
}

const now = ({ deps }: Context) => deps.clock.now()

async function end(context: Context, act: (tx: Db) => Promise<string[]>, least: number): Promise<{ ended: number }> {
  const { deps, actor } = context
  const ended = await deps.store.db.transaction().execute(async (tx) => {
    await requireOpen(tx, context)
    const ids = await act(tx)
    if (ids.length < least) throw new AppError('not-found', 'This session is over already.')
    const count = ids.length === 1 ? {} : { count: ids.length }
    if (ids.length > 0) await record(tx, originOf(context, null), 'session.ended', { email: actor.email, ...count })
    return ids
  })
  for (const id of ended) deps.stopSessions.end(id)
  return { ended: ended.length }
}
