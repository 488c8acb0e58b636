import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { Account } from '@/lib/domain/wire/account'
import { fetchJson } from '../fetch-json'
import { orgListQuery } from '../org-queries'
import { pollIntervalMs } from '../poll-interval'
import { useMutation } from '../use-mutation'

const KEY = ['account'] as const

/** The own account with its open sessions. */
export const accountQuery = () =>
  queryOptions({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchJson<Account>('/api/account', { signal }),
    refetchInterval: () => pollIntervalMs(15_000),
    staleTime: 5_000,
  })

export type AccountAct =
  | { act: 'name'; name: string }
  | { act: 'password'; current: string; password: string }
  | { act: 'end'; session: string }
  | { act: 'end-others' }

/** No cache keeps what was sent: a password may be in it. `ended`: how many sessions. */
export function useAccountAct() {
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: (act: AccountAct) => send(act),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: KEY }),
        client.invalidateQueries({ queryKey: orgListQuery().queryKey }),
      ]),
  })
}

function send(act: AccountAct): Promise<{ ended?: number }> {
  if (act.act === 'end')
    return fetchJson(`/api/account/sessions/${encodeURIComponent(act.session)}/end`, { method: 'POST', body: {} })
  if (act.act === 'end-others') return fetchJson('/api/account/sessions/end-others', { method: 'POST', body: {} })
  const { act: what, ...body } = act
  return fetchJson(`/api/account/${what}`, { method: 'PUT', body })
}
