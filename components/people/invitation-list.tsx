'use client'
import { ExactTime } from '@/components/time/exact-time'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { errorDetail } from '@/lib/client/api/error-detail'
import { useRevokeInvitation } from '@/lib/client/api/people/people-queries'
import type { InvitationView } from '@/lib/domain/wire/people'

/** Invitations that are open, each with the way to end it; nothing where there are none. */
export function InvitationList({ org, invitations }: { org: string; invitations: InvitationView[] }) {
  const revoke = useRevokeInvitation(org)
  if (invitations.length === 0) return null
  return (
    <Card title="Open invitations">
      <ul aria-label="Open invitations" className="divide-y border-t">
        {invitations.map(({ id, email, role, expiresAt, invitedBy }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="font-medium wrap-anywhere">{email}</p>
              <p className="text-small text-soft">
                {role}, invited by <bdi>{invitedBy}</bdi>, until <ExactTime at={expiresAt} />
              </p>
            </div>
            <Button size="small" disabled={revoke.isPending} onClick={() => revoke.mutate(id)}>
              Take back<span className="sr-only"> the invitation of {email}</span>
            </Button>
          </li>
        ))}
      </ul>
      {revoke.error && (
        <p role="alert" className="border-t px-4 py-2 text-stop">
          {errorDetail(revoke.error)}
        </p>
      )}
    </Card>
  )
}
