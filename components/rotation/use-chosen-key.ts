import { useState } from 'react'
import { ORG_KEY_CHOICE } from '@/lib/client/api/rotation/rotation-href'
import type { ChosenKey } from '@/lib/client/api/rotation/rotation-queries'
import { useUrlState } from '@/lib/client/browser/use-url-state'

/** The key that was chosen, kept in the address, so that it can be sent. The choice does not wait for the address to change. */
export function useChosenKey(): [ChosenKey | null, (key: ChosenKey) => void] {
  const [params, write] = useUrlState()
  const [ahead, setAhead] = useState<ChosenKey | null>(null)
  const choose = (key: ChosenKey) => {
    setAhead(key)
    write({ key: key.keyId ?? ORG_KEY_CHOICE })
  }
  return [ahead ?? readChoice(params.get('key')), choose]
}

function readChoice(value: string | null): ChosenKey | null {
  if (value === null || value === '') return null
  return value === ORG_KEY_CHOICE ? { kind: 'org', keyId: null } : { kind: 'agent', keyId: value }
}
