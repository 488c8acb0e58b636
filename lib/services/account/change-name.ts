import { z } from 'zod'
import { originOf, record } from '@/lib/audit/audit-log'
import { InvalidInput } from '@/lib/domain/errors'
import { NAME_RULE, readName } from '@/lib/domain/people/read-name'
import { setName } from '@/lib/store/people/users'
import { service } from '../service'

/** What the others read of the person from now on; what the record says already stays. */
export const changeName = service({
  permission: 'signed-in',
  input: z.strictObject({ name: z.string() }),
  async run(context, input): Promise<{ name: string }> {
    const { deps, actor } = context
    const name = readName(input.name)
    if (name === null) throw new InvalidInput(`Your name ${NAME_RULE}.`, [{ path: 'name', message: NAME_RULE }])
    if (name === actor.name) return { name }
    await deps.store.db.transaction().execute(async (tx) => {
      await setName(tx, actor.userId, name)
      await record(tx, originOf(context, null), 'user.name', { email: actor.email, before: actor.name, after: name })
    })
    return { name }
  },
})
