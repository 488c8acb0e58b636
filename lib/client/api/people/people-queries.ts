import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { Role } from '@/lib/domain/policy'
import type { MadeInvitation, PeopleList } from '@/lib/domain/wire/people'
import { fetchJson } from '../fetch-json'
import { pollIntervalMs } from '../poll-interval'
import { orgPath } from '../query-path'
import { useMutation } from '../use-mutation'

const keyOf = (org: string) => ['org', org, 'people'] as const

/** The people of the org and its open invitations: for an admin alone. */
export const peopleQuery = (org: string) =>
  queryOptions({
    queryKey: keyOf(org),
    queryFn: ({ signal }) => fetchJson<PeopleList>(orgPath(org, 'people'), { signal }),
    refetchInterval: () => pollIntervalMs(15_000),
    staleTime: 5_000,
  })

/** What is done to a person; `was`: the role as it was shown. */
export type PersonAct = { act: 'role'; role: Role; was: Role } | { act: 'remove' | 'disable' | 'enable' | 'sign-out' }

export function usePersonAct(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ person, act, ...body }: PersonAct & { person: string }) =>
      fetchJson<{ deleted?: boolean; ended?: number }>(orgPath(org, `people/${person}/${act}`), {
        method: act === 'role' ? 'PUT' : 'POST',
        body,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(org) }),
  })
}

/** Makes a link, which no cache keeps. `id`: one for each form, so that a second press makes no second link. */
export function useInvite(org: string) {
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: (body: { id: string; email: string; role: Role }) =>
      fetchJson<MadeInvitation>(orgPath(org, 'invitations'), { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(org) }),
  })
}

export function useRevokeInvitation(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      fetchJson<{ revoked: string }>(orgPath(org, `invitations/${id}/revoke`), { method: 'POST', body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(org) }),
  })
}
