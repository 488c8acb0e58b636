'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { useOrgName } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Modal } from '@/components/ui/modal'
import { errorDetail } from '@/lib/client/api/error-detail'
import { mintId } from '@/lib/client/api/mint-id'
import { peopleQuery, useInvite } from '@/lib/client/api/people/people-queries'
import { isolatedText } from '@/lib/domain/ids/isolated'
import { INVITATION_HOURS } from '@/lib/domain/limits'
import { EMAIL_RULE, readEmail } from '@/lib/domain/people/read-name'
import type { Role } from '@/lib/domain/policy'
import { InvitationLink } from './invitation-link'
import { RoleField } from './role-field'

/** Makes the link that lets one person in, and shows it this once. */
export function InviteDialog({ org, onClose }: { org: string; onClose: () => void }) {
  const signIn = useRecentSignIn()
  const invite = useInvite(org)
  const name = useOrgName()
  const [id] = useState(mintId)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('responder')
  const [left, setLeft] = useState(false)
  const legalEmail = readEmail(email)
  const isLegal = legalEmail !== null
  const earlier = useQuery(peopleQuery(org)).data?.invitations.find((open) => open.email === legalEmail)
  const send = () => void signIn.run(() => invite.mutateAsync({ id, email, role })).catch(() => undefined)
  if (invite.data) return <InvitationLink made={invite.data} onClose={onClose} />
  return (
    <Modal
      open
      sticky
      onClose={onClose}
      title={`Invite a person to ${isolatedText(name)}`}
      about={`You get a link to hand over yourself; no mail is sent. It is good once, for ${INVITATION_HOURS} hours, for this e-mail alone.`}
      footer={
        <>
          <Button size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look="strong" size="big" disabled={!isLegal || !signIn.ready || invite.isPending} onClick={send}>
            Make the link
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (isLegal && signIn.ready && !invite.isPending) send()
        }}
      >
        <Field
          label="E-mail"
          type="email"
          required
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          onBlur={() => setLeft(true)}
          error={left && email.trim() !== '' && !isLegal ? `This ${EMAIL_RULE}.` : null}
        />
        <p role="status" className="-mt-2 text-wait empty:mt-0">
          {earlier && `${earlier.email} has an open link as ${earlier.role}. It ends when you make this one.`}
        </p>
        <RoleField role={role} onChange={setRole} />
        <PasswordField signIn={signIn} />
        {invite.error && (
          <p role="alert" className="wrap-anywhere text-stop">
            {errorDetail(invite.error)}
          </p>
        )}
        <button type="submit" hidden />
      </form>
    </Modal>
  )
}
