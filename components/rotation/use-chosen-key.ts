import { useState } from 'react'
import { ORG_KEY_CHOICE } from '@/lib/client/api/rotation/rotation-href'
import type { ChosenKey } from '@/lib/client/api/rotation/rotation-queries'
import { useUrlState } from '@/lib/client/browser/use-url-state'

/**
 * The key that was chosen, kept in the address, so that it can be sent. The choice does not wait for the address to change; an address
 * that changes otherwise, as by a link, is the choice.
 */
export function useChosenKey(): [ChosenKey | null, (key: ChosenKey) => void] {
  const [params, write] = useUrlState()
  const value = params.get('key')
  const [ahead, setAhead] = useState<{ from: string | null; to: string } | null>(null)
  const choose = ({ keyId }: ChosenKey) => {
    const to = keyId ?? ORG_KEY_CHOICE
    setAhead({ from: value, to })
    write({ key: to })
  }
  return [readChoice(ahead?.from === value ? ahead.to : value), choose]
}

function readChoice(value: string | null): ChosenKey | null {
  if (value === null || value === '') return null
  return value === ORG_KEY_CHOICE ? { kind: 'org', keyId: null } : { kind: 'agent', keyId: value }
}
