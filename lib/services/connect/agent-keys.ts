/**
 * Agent keys of an authority that has them by name. The text of a new key passes through here into one answer; it is neither
 * kept nor logged nor recorded.
 */
import { z } from 'zod'
import { AGENT_KEY_NAME_RULE, readAgentKeyName } from '@/lib/domain/keys/agent-key-name'
import { AGENT_KEY_USES, type AgentKeyUse } from '@/lib/domain/keys/key-policy'
import type { AddedKey, AgentKeyList, AgentKeyView, WrongKeyCount } from '@/lib/domain/wire/agent-keys'
import type { AgentKey } from '@/lib/machineid/keys/agent-access'
import { requireRecentSignIn, service } from '../service'
import { ifOffered } from './if-offered'
import { iso } from './iso'
import { recordKeyChange } from './record-key-change'

const Name = z.string().transform((sent, context) => {
  const name = readAgentKeyName(sent)
  if (name === null) context.addIssue({ code: 'custom', message: AGENT_KEY_NAME_RULE })
  return name ?? z.NEVER
})

const viewKey = ({ id, name, use, createdAt, lastUsedAt, validUntil }: AgentKey): AgentKeyView => ({
  id,
  name,
  use,
  createdAt: iso(createdAt),
  lastUsedAt: iso(lastUsedAt),
  validUntil: iso(validUntil),
})

const enrolment = (use: AgentKeyUse | undefined) => (use === 'enrolment' ? { use } : {})

export const listAgentKeys = service({
  permission: 'see-keys',
  input: z.strictObject({}),
  run: (context): Promise<AgentKeyList> =>
    ifOffered(context, async () => ({ keys: (await context.org.connection.client.agentKeys()).map(viewKey) })),
})

export const addAgentKey = service({
  permission: 'administer',
  input: z.strictObject({ id: z.uuid(), name: Name, use: z.enum(AGENT_KEY_USES).optional() }),
  async run(context, { id, name, use }): Promise<AddedKey> {
    requireRecentSignIn(context)
    const { client } = context.org.connection
    const { key, text } = await recordKeyChange(context, { act: 'add', name, keyId: null, ...enrolment(use) }, () =>
      client.addAgentKey({ name, requestId: id, ...(use && { use }) }),
    )
    return { key: viewKey(key), text: text?.reveal() ?? null }
  },
})

export const revokeAgentKey = service({
  permission: 'administer',
  input: z.strictObject({ key: z.string().min(1).max(128) }),
  async run(context, { key: keyId }): Promise<{ revoked: string }> {
    const { client } = context.org.connection
    // A key is ended whether or not its name can be read; what it is for decides what is asked for.
    const listed = await client.agentKeys().catch(() => [])
    const { name = null, use } = listed.find(({ id }) => id === keyId) ?? {}
    // No agent works with one for enrolment: ending it lets no device in and takes none out.
    if (use !== 'enrolment') requireRecentSignIn(context)
    await recordKeyChange(context, { act: 'revoke', name, keyId, ...enrolment(use) }, () =>
      client.revokeAgentKey(keyId),
    )
    return { revoked: keyId }
  },
})

export const getWrongKeys = service({
  permission: 'administer',
  input: z.strictObject({}),
  run: (context): Promise<WrongKeyCount> =>
    ifOffered(context, async () => {
      const { count, lastAt, since } = await context.org.connection.client.wrongKeys()
      return { count, lastAt: iso(lastAt), since: iso(since) }
    }),
})
