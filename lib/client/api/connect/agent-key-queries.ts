import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query'
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'
import type { AddedKey, AgentKeyList, WrongKeyCount } from '@/lib/domain/wire/agent-keys'
import { fetchJson } from '../fetch-json'
import { pollIntervalMs } from '../poll-interval'
import { orgPath } from '../query-path'
import { useMutation } from '../use-mutation'
import { deviceKeysKey } from './device-key-queries'

const keyOf = (org: string) => ['org', org, 'agent-keys'] as const

/** The agent keys of the org, without their texts. */
export const agentKeysQuery = (org: string) =>
  queryOptions({
    queryKey: keyOf(org),
    queryFn: ({ signal }) => fetchJson<AgentKeyList>(orgPath(org, 'agent-keys'), { signal }),
    refetchInterval: () => pollIntervalMs(15_000),
    staleTime: 5_000,
  })

/** A key for enrolment is counted where device keys are. */
const readAnew = (client: QueryClient, org: string) =>
  Promise.all([keyOf(org), deviceKeysKey(org)].map((queryKey) => client.invalidateQueries({ queryKey })))

/** Adds an agent key. The answer has its text, which no cache keeps. `id`: one for each form, so that a second press adds nothing. */
export function useAddAgentKey(org: string) {
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: (input: { id: string; name: string; use?: AgentKeyUse }) =>
      fetchJson<AddedKey>(orgPath(org, 'agent-keys'), { method: 'POST', body: input }),
    // Not waited for: the only copy of a key is shown before anything is read again.
    onSettled: () => void readAnew(client, org),
  })
}

export function useRevokeAgentKey(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (key: string) =>
      fetchJson<{ revoked: string }>(orgPath(org, `agent-keys/${encodeURIComponent(key)}/revoke`), {
        method: 'POST',
        body: {},
      }),
    onSettled: () => readAnew(client, org),
  })
}

/** How many calls came with a key that is none: for an admin alone. */
export const wrongKeysQuery = (org: string) =>
  queryOptions({
    queryKey: ['org', org, 'wrong-keys'],
    queryFn: ({ signal }) => fetchJson<WrongKeyCount>(orgPath(org, 'wrong-keys'), { signal }),
    refetchInterval: () => pollIntervalMs(15_000),
    staleTime: 5_000,
  })
