import { z } from 'zod'
import { originOf, record } from '@/lib/audit/audit-log'
import { InvalidInput } from '@/lib/domain/errors'
import { readNewPassword } from '@/lib/domain/sign-in/password'
import { confirmSession } from '@/lib/store/people/sessions'
import { setPasswordHash } from '@/lib/store/people/users'
import { hashPassword } from '../access/password'
import { provePassword } from '../access/prove-password'
import { service } from '../service'
import { endOthers, requireOpen } from './end-sessions'

/** A new password ends every session but the one that set it. `ended`: how many. */
export const changePassword = service({
  permission: 'signed-in',
  input: z.strictObject({ current: z.string().min(1), password: z.string() }),
  async run(context, { current, password }): Promise<{ ended: number }> {
    const { deps, actor } = context
    const read = readNewPassword(password)
    if ('fault' in read)
      throw new InvalidInput(`Your new password ${read.fault}.`, [{ path: 'password', message: read.fault }])
    await provePassword(context, current)
    const hash = await hashPassword(password)
    const ended = await deps.store.db.transaction().execute(async (tx) => {
      await requireOpen(tx, context)
      await setPasswordHash(tx, actor.userId, hash)
      await confirmSession(tx, actor.sessionId, deps.clock.now())
      const ids = await endOthers(tx, context)
      await record(tx, originOf(context, null), 'user.password', { email: actor.email })
      return ids
    })
    for (const id of ended) deps.stopSessions.end(id)
    return { ended: ended.length }
  },
})
