import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { AddedOrg, NewOrgOffer, OrgSettings, PatternEffects } from '@/lib/domain/wire/org-settings'
import { fetchJson } from '../fetch-json'
import { orgPath, queryPath } from '../query-path'
import { useMutation } from '../use-mutation'

const keyOf = (org: string) => ['org', org, 'settings'] as const

/** What an admin sets of an org. */
export const orgSettingsQuery = (org: string) =>
  queryOptions({
    queryKey: keyOf(org),
    queryFn: ({ signal }) => fetchJson<OrgSettings>(orgPath(org, 'settings'), { signal }),
    staleTime: 5_000,
  })

/** What other parts of ids would do to views and notes: asked once for each pattern, since it takes the server some work. */
export const patternEffectsQuery = (org: string, idPattern: string) =>
  queryOptions({
    queryKey: ['id-pattern-effects', org, idPattern],
    queryFn: ({ signal }) =>
      fetchJson<PatternEffects>(queryPath(orgPath(org, 'settings/id-pattern-effects'), { idPattern }), { signal }),
    staleTime: 10_000,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export type OrgSettingsChange = Partial<Record<'name' | 'idPattern' | 'runbook' | 'contact', string>>

export function useChangeOrg(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: OrgSettingsChange) => fetchJson<OrgSettings>(orgPath(org, 'settings'), { method: 'PUT', body }),
    onSuccess: (settings) => client.setQueryData(keyOf(org), settings),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['orgs'] })
      return client.invalidateQueries({ queryKey: ['org', org] })
    },
  })
}

/** Replaces the org key that the authority rejects. */
export const replaceOrgKey = (org: string, orgKey: string): Promise<{ ok: true }> =>
  fetchJson(orgPath(org, 'key'), { method: 'PUT', body: { orgKey } })

export const useRemoveOrg = (org: string) =>
  useMutation({
    mutationFn: (body: { typed: string; reason: string }) =>
      fetchJson<{ removed: string }>(orgPath(org, 'remove'), { method: 'POST', body }),
  })

/** What the form for a new org may offer: for admins of the deployment. */
export const newOrgQuery = () =>
  queryOptions({
    queryKey: ['new-org'],
    queryFn: ({ signal }) => fetchJson<NewOrgOffer>('/api/new-org', { signal }),
    staleTime: 30_000,
  })

export type NewOrg = {
  id: string
  name: string
  slug: string
  idPattern: string
  at:
    | { kind: 'machineid'; orgKey: string }
    | { kind: 'address'; baseUrl: string; orgKey: string }
    | { kind: 'embedded'; deviceLimit: number; throwaway?: true }
}

/** How long the authority of a new org has to answer, in ms: it is tried before anything is kept. */
const ADD_TIMEOUT_MS = 40_000

export function useAddOrg() {
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: (body: NewOrg) =>
      fetchJson<AddedOrg>('/api/new-org', { method: 'POST', body, timeoutMs: ADD_TIMEOUT_MS }),
    onSettled: () => client.invalidateQueries({ queryKey: ['orgs'] }),
  })
}
