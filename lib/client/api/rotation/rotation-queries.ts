import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { RotatedKind } from '@/lib/domain/keys/rotation'
import type { KeyUsersView, Rotated, Rotations } from '@/lib/domain/wire/rotation'
import { fetchJson } from '../fetch-json'
import { polled } from '../poll-interval'
import { orgPath, queryPath } from '../query-path'
import { useMutation } from '../use-mutation'

/** How long a rotation may take, in ms: its call, and the tries to reach the authority with the new key. */
const ROTATE_TIMEOUT_MS = 60_000

const keyOf = (org: string) => ['org', org, 'rotations'] as const

/** The last rotations of the org, the latest first. */
export const rotationsQuery = (org: string) =>
  queryOptions({
    ...polled,
    queryKey: keyOf(org),
    queryFn: ({ signal }) => fetchJson<Rotations>(orgPath(org, 'rotations'), { signal }),
  })

/** A key that can be rotated; an agent key by its id. */
export type ChosenKey = { kind: 'org'; keyId: null } | { kind: 'agent'; keyId: string }

/** Which devices last asked with a key, again and again. */
export const keyUsersQuery = (org: string, { kind, keyId }: ChosenKey) =>
  queryOptions({
    ...polled,
    queryKey: ['org', org, 'key-users', kind, keyId],
    queryFn: ({ signal }) => {
      const path = queryPath(orgPath(org, 'key-users'), { kind, ...(keyId === null ? {} : { keyId }) })
      return fetchJson<KeyUsersView>(path, { signal })
    },
  })

export type WantedRotation = {
  id: string
  kind: RotatedKind
  keyId: string | null
  overlapSeconds: number
  reason: string
  typed: string
  recovers?: string
}

/** Rotates a key. The answer may have the text of the new one, which no cache keeps. */
export function useRotateKey(org: string) {
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: (body: WantedRotation) =>
      fetchJson<Rotated>(orgPath(org, 'rotations'), { method: 'POST', body, timeoutMs: ROTATE_TIMEOUT_MS }),
    // Not waited for: the only copy of a key is shown before anything is read again.
    onSettled: () => void client.invalidateQueries({ queryKey: ['org', org] }),
  })
}

/** Ends the key that a rotation replaced, before its overlap is over. */
export function useEndPrevious(org: string, rotation: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { reason: string; typed: string }) =>
      fetchJson<Rotated>(orgPath(org, `rotations/${rotation}/end-previous`), { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: ['org', org] }),
  })
}
