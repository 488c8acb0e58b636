'use client'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { GuardFields } from '@/components/access/guard-fields'
import { useGuard } from '@/components/access/use-guard'
import { operationToast } from '@/components/feedback/operation-toast'
import { IdText } from '@/components/ids/id-text'
import { ReviewHolds } from '@/components/review/review-holds'
import { noneLine } from '@/components/review/review-words'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { orgListQuery } from '@/lib/client/api/org-queries'
import { type Act, useAct } from '@/lib/client/api/use-act'
import { showToast } from '@/lib/client/state/toasts'
import type { DeviceDetail } from '@/lib/domain/wire/devices'
import { holdEffect } from '@/lib/domain/wire/hold-effect'

/** Restores one device: a confirm, and a tick for every hold that another person placed on it. */
export function RestoreOneDialog({ org, detail, onClose }: { org: string; detail: DeviceDetail; onClose: () => void }) {
  const act = useAct(org)
  const { data: list } = useQuery(orgListQuery())
  const [releases, setReleases] = useState<string[]>([])
  const cancel = useRef<HTMLButtonElement>(null)
  const { deviceId } = detail.device
  const holds = detail.holds.map((hold) => ({
    ...hold,
    devices: 1,
    own: hold.by.id !== null && hold.by.id === list?.me.id,
  }))
  const stays =
    detail.device.status === 'revoked' &&
    holds.some((hold) => {
      const effect = holdEffect(hold)
      return effect === 'stays' || (effect === 'released-if-named' && !releases.includes(hold.operationId ?? ''))
    })
  const guard = useGuard(releases.length > 0 || holds.every((hold) => !hold.own))
  const releasable = holds.some((hold) => holdEffect(hold) === 'released-if-named')
  const none = noneLine({ undoes: false, count: 1, stay: stays ? 1 : 0, releasable })
  const restore = async () => {
    const command: Act = {
      kind: 'restore',
      target: { ids: [deviceId] },
      releases: releases.length > 0 ? releases : undefined,
    }
    const operation = await guard.run((reason) => act.mutateAsync({ ...command, reason })).catch(() => null)
    if (!operation) return
    showToast(operationToast(operation, deviceId))
    onClose()
  }
  return (
    <Modal
      open
      onClose={onClose}
      alert
      initialFocus={cancel}
      title={
        <>
          Restore <IdText id={deviceId} />?
        </>
      }
      about={none === null || releasable ? 'It may work again from its next check on.' : undefined}
      footer={
        <>
          <Button ref={cancel} size="big" onClick={onClose}>
            Cancel
          </Button>
          <Button look="strong" size="big" disabled={none !== null || act.isPending || !guard.ready} onClick={restore}>
            {act.isPending ? 'Restoring…' : 'Restore'}
          </Button>
        </>
      }
    >
      <ReviewHolds holds={holds} releases={releases} onChange={setReleases} />
      {none !== null && <p role="status">{none}</p>}
      <GuardFields guard={guard} error={act.error} />
    </Modal>
  )
}
