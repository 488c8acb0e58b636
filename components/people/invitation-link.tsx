import { ExactTime } from '@/components/time/exact-time'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Modal } from '@/components/ui/modal'
import type { MadeInvitation } from '@/lib/domain/wire/people'

/** The link of an invitation, to be handed over by the admin. */
export function InvitationLink({
  made: { invitation, link, replaced },
  onClose,
}: {
  made: MadeInvitation
  onClose: () => void
}) {
  return (
    <Modal
      open
      sticky
      onClose={onClose}
      title={link ? 'Copy the link now' : 'This invitation was made already'}
      about={
        link
          ? 'It is shown this once. The console keeps no copy.'
          : 'Its link was in the first answer only. If that was lost, invite the person again: the first link ends with that.'
      }
      footer={
        <Button look="strong" size="big" onClick={onClose}>
          Done
        </Button>
      }
    >
      {link && (
        <div className="flex flex-col gap-1">
          <div className="flex items-center justify-between gap-2">
            <span className="font-medium">Link for {invitation.email}</span>
            <CopyButton text={link} label="Copy the link" />
          </div>
          <code className="block rounded-box border bg-bg px-3 py-2 font-mono break-all select-all">{link}</code>
        </div>
      )}
      {replaced && (
        <p className="text-wait">The earlier link for {invitation.email} has ended: it lets no person in any more.</p>
      )}
      <p className="text-soft">
        Hand it to {invitation.email} yourself, on a way that only this person reads: the first to open it can use it.
        It ends <ExactTime at={invitation.expiresAt} />.
      </p>
    </Modal>
  )
}
