'use client'
import { useState } from 'react'
import { ConfirmFields } from '@/components/access/confirm-fields'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Modal } from '@/components/ui/modal'
import { devices } from '@/components/words/operation-words'
import { useRemoveOrg } from '@/lib/client/api/all-orgs/org-admin'
import { errorDetail } from '@/lib/client/api/error-detail'
import type { OrgSettings } from '@/lib/domain/wire/org-settings'

/** The end of an org in this console, with what it does not end. */
export function RemoveOrg({ org, settings: { openOperations, fences, name } }: { org: string; settings: OrgSettings }) {
  const [opened, setOpened] = useState(false)
  const isBusy = openOperations + fences > 0
  return (
    <Card title="Remove this org">
      <div className="flex flex-col items-start gap-3 px-4 pb-4">
        <p className="text-soft">
          The console forgets its key, its roles, views and notes. Its operations and its record stay, and what is
          stopped at the authority stays stopped there.
        </p>
        {isBusy && (
          <p className="text-wait">
            First end what is under way: {openOperations} {openOperations === 1 ? 'operation' : 'operations'}, {fences}{' '}
            {fences === 1 ? 'fence' : 'fences'}.
          </p>
        )}
        <Button
          look="danger"
          className="max-w-full whitespace-normal! wrap-anywhere"
          disabled={isBusy}
          onClick={() => setOpened(true)}
        >
          <span>
            Remove <bdi>{name}</bdi>…
          </span>
        </Button>
      </div>
      {opened && <RemoveDialog org={org} onClose={() => setOpened(false)} />}
    </Card>
  )
}

function RemoveDialog({ org, onClose }: { org: string; onClose: () => void }) {
  const { data: state } = useOrgState()
  const signIn = useRecentSignIn()
  const remove = useRemoveOrg(org)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const allowed = state?.counts?.allowed ?? 0
  const press = async () => {
    const done = await signIn.run(() => remove.mutateAsync({ typed, reason })).catch(() => null)
    // A whole load: nothing of the org that is gone stays on screen or is asked for again.
    if (done) window.location.assign('/orgs')
  }
  const isReady = typed.trim() === org && reason.trim() !== '' && signIn.ready && !remove.isPending
  return (
    <Modal
      open
      alert
      onClose={onClose}
      title={`Remove ${org} from this console?`}
      about="No person can stop or resume its agents from here afterwards."
      footer={
        <>
          <Button size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" size="big" disabled={!isReady} onClick={() => void press()}>
            Remove {org}
          </Button>
        </>
      }
    >
      {allowed > 0 && (
        <p className="text-wait">{devices(allowed)} may go on working, and this console will not see them.</p>
      )}
      <ConfirmFields org={org} reason={reason} typed={typed} onReason={setReason} onTyped={setTyped} />
      <PasswordField signIn={signIn} />
      {remove.error && (
        <p role="alert" className="wrap-anywhere text-stop">
          {errorDetail(remove.error)}
        </p>
      )}
    </Modal>
  )
}
