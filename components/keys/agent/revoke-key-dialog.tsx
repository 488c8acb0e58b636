'use client'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { Ago } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { capitalized } from '@/components/words/capitalized'
import { useRevokeAgentKey } from '@/lib/client/api/connect/agent-key-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'
import { isolated } from '@/lib/domain/ids/isolated'
import type { AgentKeyUse } from '@/lib/domain/keys/key-policy'
import type { AgentKeyView } from '@/lib/domain/wire/agent-keys'
import { KEY_USE_WORDS } from './key-use-words'
import { shownName } from './shown-name'

type Props = { org: string; agentKey: AgentKeyView; use: AgentKeyUse; onClose: () => void }

/** Ends one agent key, for good. */
export function RevokeKeyDialog({ org, agentKey, use, onClose }: Props) {
  const words = KEY_USE_WORDS[use]
  // No agent works with a key for enrolment, so the end of one asks for no password.
  const signIn = useRecentSignIn({ onlyWhenRefused: use === 'enrolment' })
  const revoke = useRevokeAgentKey(org)
  const name = isolated(shownName(agentKey))
  const send = async () => {
    const done = await signIn.run(() => revoke.mutateAsync(agentKey.id)).catch(() => null)
    if (!done) return
    showToast({
      tone: 'ok',
      title: `${capitalized(words.one)} revoked`,
      subject: name,
      lastsMs: 6_000,
    })
    onClose()
  }
  return (
    <Modal
      open
      alert
      onClose={onClose}
      title={`Revoke the ${words.one} “${name}”?`}
      about={words.revokeAbout}
      footer={
        <>
          <Button size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" size="big" disabled={!signIn.ready || revoke.isPending} onClick={() => void send()}>
            Revoke the key
          </Button>
        </>
      }
    >
      {agentKey.lastUsedAt !== undefined && (
        <p>
          {agentKey.lastUsedAt ? (
            <>
              Last used <Ago at={agentKey.lastUsedAt} />.
            </>
          ) : (
            'It was never used.'
          )}
        </p>
      )}
      <PasswordField signIn={signIn} />
      {revoke.error && (
        <p role="alert" className="wrap-anywhere text-stop">
          {errorDetail(revoke.error)}
        </p>
      )}
    </Modal>
  )
}
