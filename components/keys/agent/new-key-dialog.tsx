'use client'
import { useState } from 'react'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Modal } from '@/components/ui/modal'
import { useAddAgentKey } from '@/lib/client/api/connect/agent-key-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { mintId } from '@/lib/client/api/mint-id'
import { AGENT_KEY_NAME_CHARS_MAX, AGENT_KEY_NAME_RULE, readAgentKeyName } from '@/lib/domain/keys/agent-key-name'
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'
import { AddedKeyText } from './added-key-text'
import { KEY_USE_WORDS } from './key-use-words'

/** Makes an agent key under a name, and shows it this once. */
export function NewKeyDialog({ org, use, onClose }: { org: string; use: AgentKeyUse; onClose: () => void }) {
  const words = KEY_USE_WORDS[use]
  const signIn = useRecentSignIn()
  const add = useAddAgentKey(org)
  const [id] = useState(mintId)
  const [name, setName] = useState('')
  const isLegal = readAgentKeyName(name) !== null
  const send = () =>
    void signIn.run(() => add.mutateAsync({ id, name, ...(use === 'enrolment' && { use }) })).catch(() => undefined)
  if (add.data) {
    return (
      <Modal
        open
        sticky
        onClose={onClose}
        title={add.data.text ? 'Copy the key now' : 'This key was made already'}
        about={
          add.data.text
            ? 'It is shown this once. The console keeps no copy.'
            : 'It was shown in the first answer only. If that was lost, revoke this key and make another.'
        }
        footer={
          <Button look="strong" size="big" onClick={onClose}>
            Done
          </Button>
        }
      >
        {add.data.text && <AddedKeyText agentKey={add.data.key} text={add.data.text} use={use} />}
      </Modal>
    )
  }
  return (
    <Modal
      open
      sticky
      onClose={onClose}
      title={words.newTitle}
      about={words.newAbout}
      footer={
        <>
          <Button size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look="strong" size="big" disabled={!isLegal || !signIn.ready || add.isPending} onClick={send}>
            Make the key
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (isLegal && signIn.ready && !add.isPending) send()
        }}
      >
        <Field
          label="Name"
          required
          autoComplete="off"
          maxLength={AGENT_KEY_NAME_CHARS_MAX}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={name.trim() !== '' && !isLegal ? `The ${AGENT_KEY_NAME_RULE}.` : null}
          hint={words.hint}
        />
        <PasswordField signIn={signIn} />
        {add.error && (
          <p role="alert" className="wrap-anywhere text-stop">
            {errorDetail(add.error)}
          </p>
        )}
        <button type="submit" hidden />
      </form>
    </Modal>
  )
}
