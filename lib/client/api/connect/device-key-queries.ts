import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import type { KeyPolicy } from '@/lib/domain/keys/key-policy'
import { IDS_MAX } from '@/lib/domain/limits'
import type {
  DeviceKeyView,
  IdBlockList,
  KeyActResult,
  KeyPolicyResult,
  KeyPolicyView,
  KeyReview,
} from '@/lib/domain/wire/device-keys'
import { fetchJson } from '../fetch-json'
import { pollIntervalMs } from '../poll-interval'
import { orgPath, queryPath } from '../query-path'
import { useMutation } from '../use-mutation'

/** What begins the key of every query about device keys. */
export const deviceKeysKey = (org: string) => ['org', org, 'device-keys'] as const
const live = { refetchInterval: () => pollIntervalMs(15_000), staleTime: 5_000 }

/** The policy of the org, and how many devices are on which side of it. */
export const keyPolicyQuery = (org: string) =>
  queryOptions({
    ...live,
    queryKey: [...deviceKeysKey(org), 'policy'],
    queryFn: ({ signal }) => fetchJson<KeyPolicyView>(orgPath(org, 'device-keys'), { signal }),
  })

const readReview = (org: string, after: string | undefined, signal: AbortSignal) =>
  fetchJson<KeyReview>(queryPath(orgPath(org, 'device-keys/dark'), { after }), { signal })

/** Devices that have not used a key of their own, page by page. */
export const keyReviewQuery = (org: string) =>
  infiniteQueryOptions({
    ...live,
    queryKey: [...deviceKeysKey(org), 'dark'],
    queryFn: ({ pageParam, signal }) => readReview(org, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.offered && page.more ? page.devices.at(-1)?.deviceId : undefined),
  })

/** The same for a decision: read once, so that what is confirmed is what was seen. */
export const frozenReviewQuery = (org: string) =>
  queryOptions({
    queryKey: ['key-review', org],
    queryFn: ({ signal }) => readReview(org, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

/** Whether one device has a key. An authority that knows none is not asked again. */
export const deviceKeyQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...deviceKeysKey(org), 'of', id],
    queryFn: ({ signal }) => fetchJson<DeviceKeyView>(queryPath(orgPath(org, 'device-keys/of'), { id }), { signal }),
    refetchInterval: ({ state }) => (state.data?.offered === false ? false : pollIntervalMs(15_000)),
    staleTime: ({ state }) => (state.data?.offered === false ? Number.POSITIVE_INFINITY : 5_000),
    retry: false,
  })

export const idBlocksQuery = (org: string) =>
  queryOptions({
    ...live,
    queryKey: [...deviceKeysKey(org), 'blocks'],
    queryFn: ({ signal }) => fetchJson<IdBlockList>(orgPath(org, 'id-blocks'), { signal }),
  })

export function useSetKeyPolicy(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { policy: KeyPolicy; darkMax?: number; reason?: string }) =>
      fetchJson<KeyPolicyResult>(orgPath(org, 'device-keys'), { method: 'PUT', body }),
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeysKey(org) }),
  })
}

const ACT_PATH = { release: 'device-keys/release', end: 'device-keys/end', lift: 'id-blocks/lift' } as const
export type DeviceKeyActName = keyof typeof ACT_PATH

/** An act on devices by their ids, in calls of as many as one takes. If a call fails, those before it have been done. */
export function useDeviceKeyAct(org: string, act: DeviceKeyActName) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ ids, reason }: { ids: readonly string[]; reason?: string }): Promise<KeyActResult> => {
      const sum: KeyActResult = { changed: 0, unchanged: 0, failed: [] }
      for (let from = 0; from < ids.length; from += IDS_MAX) {
        const body = { ids: ids.slice(from, from + IDS_MAX), reason }
        const done = await fetchJson<KeyActResult>(orgPath(org, ACT_PATH[act]), { method: 'POST', body })
        sum.changed += done.changed
        sum.unchanged += done.unchanged
        sum.failed.push(...done.failed)
      }
      return sum
    },
    onSettled: () => client.invalidateQueries({ queryKey: deviceKeysKey(org) }),
  })
}
