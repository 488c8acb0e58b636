'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { replaceOrgKey } from '@/lib/client/api/all-orgs/org-admin'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useMutation } from '@/lib/client/api/use-mutation'
import { showToast } from '@/lib/client/state/toasts'
import { PasswordField, useRecentSignIn } from './recent-sign-in'

/** Takes a new org key when the authority rejects the one kept. The key goes to the server and is never shown again. */
export function KeyForm({ org }: { org: string }) {
  const client = useQueryClient()
  const signIn = useRecentSignIn()
  const [key, setKey] = useState('')
  const replace = useMutation({
    mutationFn: () => replaceOrgKey(org, key.trim()),
    onSuccess: () => {
      setKey('')
      showToast({ tone: 'ok', title: 'The org key was replaced', detail: 'The next reading uses it.', lastsMs: 6_000 })
      return client.invalidateQueries({ queryKey: ['org', org] })
    },
  })
  return (
    <form
      className="flex flex-col gap-2 font-normal text-ink"
      onSubmit={(event) => {
        event.preventDefault()
        void signIn.run(() => replace.mutateAsync()).catch(() => undefined)
      }}
    >
      <div className="flex gap-2">
        <input
          aria-label="New org key"
          type="password"
          autoComplete="off"
          value={key}
          onChange={(event) => setKey(event.target.value)}
          className="touch w-64 max-w-full min-w-0 flex-1 rounded-box border border-edge bg-panel px-3 py-1"
          placeholder="org_…"
        />
        <Button type="submit" disabled={!key.trim() || !signIn.ready || replace.isPending}>
          Replace the key
        </Button>
      </div>
      {key && <PasswordField signIn={signIn} />}
      {replace.error && (
        <p role="alert" className="text-stop">
          {errorDetail(replace.error)}
        </p>
      )}
    </form>
  )
}
