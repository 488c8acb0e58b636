import { AppError, RateLimited } from '@/lib/domain/errors'
import { findUser, normalizeEmail } from '@/lib/store/people/users'
import type { Context } from '../context'
import { checkPassword } from './password'

/**
 * Returns if this is the password of the person who asks. A refusal is recorded, and too many of them have to wait.
 * @throws AppError `forbidden`, RateLimited.
 */
export async function provePassword({ deps, actor, address }: Context, password: string): Promise<void> {
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
  if (isRight) return
  await refuse(false)
  throw new AppError('forbidden', 'That is not your password. Nothing was changed.')
}
