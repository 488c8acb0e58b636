import { z } from 'zod'
import type { Account } from '@/lib/domain/wire/account'
import { listSessionsOf } from '../access/sessions-of'
import { service } from '../service'

/** The account of the person who asks, with every open session. */
export const getAccount = service({
  permission: 'signed-in',
  input: z.strictObject({}),
  async run({ deps, actor: { userId, email, name, sessionId } }): Promise<Account> {
    return { email, name, sessions: await listSessionsOf(deps.store.reads, userId, deps.clock.now(), sessionId) }
  },
})
