import { ORG_KEY_CHOICE } from '@/lib/client/api/rotation/rotation-href'
import type { ChosenKey } from '@/lib/client/api/rotation/rotation-queries'
import { useUrlState } from '@/lib/client/browser/use-url-state'

/** The key that was chosen, kept in the address, so that it can be sent. */
export function useChosenKey(): [ChosenKey | null, (key: ChosenKey) => void] {
  const [params, write] = useUrlState()
  const value = params.get('key')
  const chosen: ChosenKey | null =
    value === null || value === ''
      ? null
      : value === ORG_KEY_CHOICE
        ? { kind: 'org', keyId: null }
        : { kind: 'agent', keyId: value }
  return [chosen, ({ keyId }) => write({ key: keyId ?? ORG_KEY_CHOICE })]
}
