/** Makes an org at the embedded authority, with its admin key. MachineID has no such call. */
import { UpstreamError } from '@/lib/domain/errors'
import { Secret } from '@/lib/domain/secret'
import { wasNotTaken } from './connection-fault'
import { createCaller, type Endpoint } from './endpoint'
import { field, textField } from './fields'
import { createTransport } from './transport'

/**
 * The caller mints the keys, so that the same call can be made again. `deviceLimit` 1 to 1,000,000. Without `agentKey` the
 * authority makes one, which is lost with the answer.
 */
export type NewEmbeddedOrg = {
  baseUrl: string
  adminKey: Secret
  name: string
  deviceLimit: number
  orgKey: Secret
  agentKey?: Secret
}

/**
 * - `created`: with the agent key, the given one or the one that was made. - `exists`: an earlier call with this org key made it;
 * an agent key that the authority made then is not known any more. - `refused`: the authority said no; `code` is its word.
 * - `unsupported`: it has no such call. - `failed`: certainly not made. - `unknown`: no clear reply, it may have been made, and the
 * same call again finds out. `id` is the authority's name for the org. `detail` is a sentence for a person.
 */
export type EmbeddedOrgOutcome =
  | { outcome: 'created'; id?: string; agentKey: Secret; requestId?: string }
  | { outcome: 'exists'; id?: string; agentKey?: Secret; requestId?: string }
  | { outcome: 'refused' | 'unsupported' | 'failed' | 'unknown'; detail: string; code?: string; requestId?: string }

const PATH = '/api/v1/admin/orgs'
const ACT = 'make an org'

/** @param options `timeoutMs` covers the whole call, 5 s unless given. Throws TypeError on a base URL that is not http(s). */
export async function createEmbeddedOrg(
  { baseUrl, adminKey, name, deviceLimit, orgKey, agentKey }: NewEmbeddedOrg,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<EmbeddedOrgOutcome> {
  const transport = createTransport({ baseUrl, orgKey: adminKey, keyHeader: 'x-admin-key' })
  const caller = createCaller(transport, adminKey)
  const body = { name, deviceLimit, orgKey: orgKey.reveal(), ...(agentKey && { agentKey: agentKey.reveal() }) }
  const endpoint: Endpoint = { method: 'POST', path: PATH, body, act: ACT, optional: true }
  try {
    const answer = await caller.ask(endpoint, options)
    const status = textField(answer.body, 'status')
    const facts = { id: textField(field(answer.body, 'org'), 'id'), requestId: answer.requestId }
    const made = textField(answer.body, 'agentApiKey')
    const itsKey = agentKey ?? (made ? new Secret(made) : undefined)
    if (status === 'ok' && itsKey) return { outcome: 'created', ...facts, agentKey: itsKey }
    if (status === 'exists') return { outcome: 'exists', ...facts, agentKey }
    throw caller.unreadable(endpoint, 'without saying that there is the org and its agent key', answer.requestId)
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    return outcomeOf(error, transport.authority)
  } finally {
    await transport.close()
  }
}

/** What is known of the org after a call that gave no answer to go by. */
function outcomeOf(error: UpstreamError, authority: string): EmbeddedOrgOutcome {
  const facts = { detail: error.detail, code: error.upstreamCode, requestId: error.upstreamRequestId }
  if (error.code === 'upstream-key-rejected')
    return { ...facts, outcome: 'refused', detail: `${authority} rejected the admin key: it was started with another.` }
  if (error.code === 'upstream-denied') return { ...facts, outcome: 'refused' }
  if (error.code === 'upstream-unsupported') {
    const why = 'It is older than this console, or was started without AUTHORITY_ADMIN_KEY.'
    return { ...facts, outcome: 'unsupported', detail: `${authority} does not offer to ${ACT}. ${why}` }
  }
  const isFailed = wasNotTaken(error) || error.upstreamCode === 'not_written'
  return { ...facts, outcome: isFailed ? 'failed' : 'unknown' }
}
