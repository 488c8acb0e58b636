/**
 * Agent keys of an authority that has them by name. The text of a new key passes through here into one answer; it is neither
 * kept nor logged nor recorded.
 */
import { z } from 'zod'
import { AGENT_KEY_NAME_RULE, readAgentKeyName } from '@/lib/domain/keys/agent-key-name'
import type { AddedKey, AgentKeyList, AgentKeyView, WrongKeyCount } from '@/lib/domain/wire/agent-keys'
import type { AgentKey } from '@/lib/machineid/agent-access'
import { requireRecentSignIn, service } from '../service'
import { ifOffered } from './if-offered'
import { iso } from './iso'
import { recordKeyChange } from './record-key-change'

const Name = z.string().transform((sent, context) => {
  const name = readAgentKeyName(sent)
  if (name === null) context.addIssue({ code: 'custom', message: AGENT_KEY_NAME_RULE })
  return name ?? z.NEVER
})

const viewKey = ({ id, name, createdAt, lastUsedAt, validUntil }: AgentKey): AgentKeyView => ({
  id,
  name,
  createdAt: iso(createdAt),
  lastUsedAt: iso(lastUsedAt),
  validUntil: iso(validUntil),
})

export const listAgentKeys = service({
  permission: 'see-keys',
  input: z.strictObject({}),
  run: (context): Promise<AgentKeyList> =>
    ifOffered(context, async () => ({ keys: (await context.org.connection.client.agentKeys()).map(viewKey) })),
})

export const addAgentKey = service({
  permission: 'administer',
  input: z.strictObject({ id: z.uuid(), name: Name }),
  async run(context, { id, name }): Promise<AddedKey> {
    requireRecentSignIn(context)
    const { client } = context.org.connection
    const { key, text } = await recordKeyChange(context, { act: 'add', name, keyId: null }, () =>
      client.addAgentKey({ name, requestId: id }),
    )
    return { key: viewKey(key), text: text?.reveal() ?? null }
  },
})

export const revokeAgentKey = service({
  permission: 'administer',
  input: z.strictObject({ key: z.string().min(1).max(128) }),
  async run(context, { key: keyId }): Promise<{ revoked: string }> {
    requireRecentSignIn(context)
    const { client } = context.org.connection
    // For the record alone: a key is ended whether or not its name can be read.
    const listed = await client.agentKeys().catch(() => [])
    const name = listed.find(({ id }) => id === keyId)?.name ?? null
    await recordKeyChange(context, { act: 'revoke', name, keyId }, () => client.revokeAgentKey(keyId))
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
