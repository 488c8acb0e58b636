'use client'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { may, useOrgState } from '@/components/org/use-org'
import type { ReviewKind } from '@/components/review/review-words'
import { Button } from '@/components/ui/button'
import { lowestRole } from '@/lib/domain/policy'
import type { DeviceDetail } from '@/lib/domain/wire/devices'
import { isRestorable, revokeWord } from './acts-of-device'
import { RestoreOneDialog } from './restore-one-dialog'
import { useRevokeOne } from './use-revoke-one'

const ReviewDialog = dynamic(() => import('@/components/review/review-dialog').then((module) => module.ReviewDialog), {
  ssr: false,
})

/** Revoke goes out with the tap; restore asks once; remove is set apart and asks for the id. */
export function DeviceActions({ org, detail }: { org: string; detail: DeviceDetail }) {
  const { data: state } = useOrgState()
  const [asking, setAsking] = useState<ReviewKind | null>(null)
  const { revoke, isPending } = useRevokeOne(org)
  const { deviceId } = detail.device
  const revokes = revokeWord(detail.device)
  if (!may(state, 'stop')) return <p className="text-small text-soft">Revoking needs the role {lowestRole('stop')}.</p>
  return (
    <div className="flex flex-wrap items-center gap-2">
      {revokes && (
        <Button look="stop" disabled={isPending} onClick={() => revoke(deviceId)}>
          {revokes}
        </Button>
      )}
      {isRestorable(detail.device) && (
        <Button
          disabled={!may(state, 'resume')}
          title={may(state, 'resume') ? undefined : `Restoring needs the role ${lowestRole('resume')}`}
          onClick={() => setAsking('restore')}
        >
          Restore…
        </Button>
      )}
      <span className="flex-1" />
      {may(state, 'remove') && (
        <Button look="danger" size="small" onClick={() => setAsking('remove')}>
          Remove…
        </Button>
      )}
      {asking === 'restore' && <RestoreOneDialog org={org} detail={detail} onClose={() => setAsking(null)} />}
      {asking === 'remove' && (
        <ReviewDialog kind="remove" target={{ ids: [deviceId] }} onClose={() => setAsking(null)} />
      )}
    </div>
  )
}
