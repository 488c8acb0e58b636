'use client'
import { useState } from 'react'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { useOrgName } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { errorDetail } from '@/lib/client/api/error-detail'
import { usePersonAct } from '@/lib/client/api/people/people-queries'
import { showToast } from '@/lib/client/state/toasts'
import { isolated, isolatedText } from '@/lib/domain/ids/isolated'
import type { PersonRow } from '@/lib/domain/wire/people'
import { RoleField } from './role-field'

/** Gives a person another role in this org. */
export function RoleDialog({ org, person, onClose }: { org: string; person: PersonRow; onClose: () => void }) {
  const signIn = useRecentSignIn()
  const send = usePersonAct(org)
  const orgName = isolatedText(useOrgName())
  // What was shown when the dialog opened: a role that another admin changed meanwhile is a conflict, not overwritten.
  const [was] = useState(person.role)
  const [role, setRole] = useState(person.role)
  const press = async () => {
    const result = await signIn
      .run(() => send.mutateAsync({ person: person.id, act: 'role', role, was }))
      .catch(() => null)
    if (!result) return
    showToast({ tone: 'ok', title: `Role is now ${role}`, subject: isolated(person.name), lastsMs: 6_000 })
    onClose()
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={`Role of ${isolated(person.name)} in ${orgName}`}
      about="It holds from the next click of that person on."
      footer={
        <>
          <Button size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="strong"
            size="big"
            disabled={role === was || !signIn.ready || send.isPending}
            onClick={() => void press()}
          >
            Change the role
          </Button>
        </>
      }
    >
      <RoleField role={role} onChange={setRole} />
      {person.isYou && was === 'admin' && role !== 'admin' && (
        <p className="text-wait">This is your own role: you cannot give it back to yourself.</p>
      )}
      <PasswordField signIn={signIn} />
      {send.error && (
        <p role="alert" className="wrap-anywhere text-stop">
          {errorDetail(send.error)}
        </p>
      )}
    </Modal>
  )
}
