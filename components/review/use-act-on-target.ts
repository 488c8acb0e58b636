import { useQueryClient } from '@tanstack/react-query'
import { mintId } from '@/lib/client/api/mint-id'
import { startOperation } from '@/lib/client/api/start-operation'
import type { Act } from '@/lib/client/api/use-act'
import { useMutation } from '@/lib/client/api/use-mutation'
import { IDS_MAX } from '@/lib/domain/limits'
import type { Operation } from '@/lib/domain/operation'

/** One act, or several where ticked ids go out unreviewed and are more than one operation takes. */
export function useActOnTarget(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (act: Act): Promise<Operation[]> => {
      const operations: Operation[] = []
      for (const part of split(act)) operations.push(await startOperation(org, { ...part, id: mintId() }))
      return operations
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['org', org] }),
  })
}

function split(act: Act): Act[] {
  const { target } = act
  if (!target || !('ids' in target) || target.ids.length <= IDS_MAX) return [act]
  const chunks = Math.ceil(target.ids.length / IDS_MAX)
  return [...Array(chunks).keys()].map((chunk) => ({
    ...act,
    target: { ids: target.ids.slice(chunk * IDS_MAX, (chunk + 1) * IDS_MAX) },
  }))
}
