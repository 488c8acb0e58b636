'use client'
import { PasswordField, useRecentSignIn } from '@/components/access/recent-sign-in'
import { useOrgName } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { errorDetail } from '@/lib/client/api/error-detail'
import { usePersonAct } from '@/lib/client/api/people/people-queries'
import { showToast } from '@/lib/client/state/toasts'
import { isolated, isolatedText } from '@/lib/domain/ids/isolated'
import type { PersonRow } from '@/lib/domain/wire/people'
import { type AccountAct, accountWords } from './account-words'

type Props = { org: string; person: PersonRow; act: AccountAct; onClose: () => void }

/** Says what an act on an account means, and does it. */
export function AccountDialog({ org, person, act, onClose }: Props) {
  const signIn = useRecentSignIn({ onlyWhenRefused: act === 'sign-out' })
  const send = usePersonAct(org)
  const { title, about, button, done } = accountWords(act, person, isolatedText(useOrgName()))
  const press = async () => {
    const result = await signIn.run(() => send.mutateAsync({ person: person.id, act })).catch(() => null)
    if (!result) return
    showToast({ tone: 'ok', title: done, subject: isolated(person.name), lastsMs: 6_000 })
    onClose()
  }
  return (
    <Modal
      open
      alert
      onClose={onClose}
      title={title}
      about={about}
      footer={
        <>
          <Button size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look={act === 'enable' ? 'strong' : 'danger'}
            size="big"
            disabled={!signIn.ready || send.isPending}
            onClick={() => void press()}
          >
            {button}
          </Button>
        </>
      }
    >
      {person.isYou && act !== 'enable' && <p className="text-wait">This is your own account.</p>}
      <PasswordField signIn={signIn} />
      {send.error && (
        <p role="alert" className="wrap-anywhere text-stop">
          {errorDetail(send.error)}
        </p>
      )}
    </Modal>
  )
}
