import { z } from 'zod'
import { originOf } from '@/lib/audit/audit-log'
import { recordRepeated } from '@/lib/audit/repeated-events'
import { AppError, RateLimited } from '@/lib/domain/errors'
import type { Me } from '@/lib/domain/wire/org-list'
import { confirmSession, findUser, normalizeEmail } from '@/lib/store/people'
import { viewMe } from '../orgs/org-services'
import { service } from '../service'
import { checkPassword } from './password'

/** Proves again who is there, for acts that require a recent sign-in. */
export const confirmPassword = service({
  permission: 'signed-in',
  openToIdle: true,
  input: z.strictObject({ password: z.string().min(1) }),
  async run(context, { password }): Promise<Me> {
    const { deps, actor, address } = context
    const { limits, refusals } = deps.signInGuard
    const refuse = (delayed: boolean) =>
      refusals.note({ kind: 'session.confirm-refused', account: actor.email, actor, address, delayed })
    const account = limits.accountKey(normalizeEmail(actor.email))
    const isRight = await limits
      .attempt({ kind: 'session', account, sessionId: actor.sessionId }, deps.clock.now(), async () => {
        const user = await findUser(deps.store.reads, actor.userId)
        return checkPassword(user?.password_hash, password)
      })
      .catch(async (error: unknown) => {
        if (error instanceof RateLimited) await refuse(true)
        throw error
      })
    if (!isRight) {
      await refuse(false)
      throw new AppError('forbidden', 'That is not your password. Nothing was changed.')
    }
    const now = deps.clock.now()
    await deps.store.db.transaction().execute(async (tx) => {
      await confirmSession(tx, actor.sessionId, now)
      await recordRepeated(deps, tx, originOf(context, null), 'session.confirmed', { email: actor.email })
    })
    return viewMe({ ...actor, authenticatedAt: now })
  },
})
