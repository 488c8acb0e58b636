import { useQueryClient } from '@tanstack/react-query'
import type { StartOperation } from '@/lib/domain/command'
import { mintId } from './mint-id'
import { startOperation } from './start-operation'
import { useMutation } from './use-mutation'

/** What a dialog decides; the id is minted here, once per press, so that a repeat of the call is the same operation. */
export type Act = Omit<StartOperation, 'id'>

/** One mutation for every act of a person on an org. Everything shown of the org is read again afterwards. */
export function useAct(org: string) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: ['org', org, 'act'],
    mutationFn: (act: Act) => startOperation(org, { ...act, id: mintId() }),
    onSettled: () => client.invalidateQueries({ queryKey: ['org', org] }),
  })
}
