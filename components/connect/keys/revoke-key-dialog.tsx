'use client'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { Ago } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { useRevokeAgentKey } from '@/lib/client/api/connect/agent-key-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import { showToast } from '@/lib/client/state/toasts'
import { isolated } from '@/lib/domain/ids/isolated'
import type { AgentKeyView } from '@/lib/domain/wire/agent-keys'
import { shownName } from './shown-name'

type Props = { org: string; agentKey: AgentKeyView; onClose: () => void }

/** Ends one agent key, for good. */
export function RevokeKeyDialog({ org, agentKey, onClose }: Props) {
  const signIn = useRecentSignIn()
  const revoke = useRevokeAgentKey(org)
  const name = isolated(shownName(agentKey))
  const send = async () => {
    const done = await signIn.run(() => revoke.mutateAsync(agentKey.id)).catch(() => null)
    if (!done) return
    showToast({ tone: 'ok', title: 'Agent key revoked', subject: name, lastsMs: 6_000 })
    onClose()
  }
  return (
    <Modal
      open
      alert
      onClose={onClose}
      title={`Revoke the agent key “${name}”?`}
      about="From the next request on it opens nothing: every agent that uses it is denied. It cannot be taken back."
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
