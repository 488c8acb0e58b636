import { z } from 'zod'
import { originOf } from '@/lib/audit/audit-log'
import { recordRepeated } from '@/lib/audit/repeated-events'
import type { Me } from '@/lib/domain/wire/org-list'
import { confirmSession } from '@/lib/store/people/sessions'
import { viewMe } from '../orgs/org-services'
import { service } from '../service'
import { provePassword } from './prove-password'

/** Proves again who is there, for acts that require a recent sign-in. It brings an idle session back. */
export const confirmPassword = service({
  permission: 'signed-in',
  openToIdle: true,
  input: z.strictObject({ password: z.string().min(1) }),
  async run(context, { password }): Promise<Me> {
    const { deps, actor } = context
    await provePassword(context, password)
    const now = deps.clock.now()
    await deps.store.db.transaction().execute(async (tx) => {
      await confirmSession(tx, actor.sessionId, now)
      await recordRepeated(deps, tx, originOf(context, null), 'session.confirmed', { email: actor.email })
    })
    return viewMe({ ...actor, authenticatedAt: now })
  },
})
