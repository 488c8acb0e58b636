import { useQueryClient } from '@tanstack/react-query'
import type { Operation } from '@/lib/domain/operation'
import { fetchJson } from './fetch-json'
import { orgPath } from './query-path'
import { useMutation } from './use-mutation'

export type ControlAct = 'pause' | 'continue' | 'cancel' | 'retry'

/** Pausing and cancelling wait for the calls that are out. */
const TIMEOUT_MS = 60_000

/** Pauses, continues, cancels an operation, or tries again what failed; the answer is its new state. */
export function useControlOperation({ org, id }: Pick<Operation, 'org' | 'id'>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ act, reason }: { act: ControlAct; reason?: string }) =>
      fetchJson<Operation>(orgPath(org, `operations/${encodeURIComponent(id)}/${act}`), {
        method: 'POST',
        body: { reason },
        timeoutMs: TIMEOUT_MS,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['org', org] }),
  })
}
