'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { may, useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { errorDetail } from '@/lib/client/api/error-detail'
import { rehearsalsQuery } from '@/lib/client/api/operation-queries'
import { useAct } from '@/lib/client/api/use-act'
import { deniedAfterMs, type RehearsalStage, rehearsalStage } from '@/lib/domain/diagnosis/rehearsal-stage'
import { lowestRole } from '@/lib/domain/policy'
import { formatSpacing } from '@/lib/domain/time/spacing'
import type { DeviceDetail, DeviceRow } from '@/lib/domain/wire/devices'
import { Milestone } from './milestone'
import { RestoreRehearsed } from './restore-rehearsed'

/**
 * Revokes this one device, watches its denial and its silence, and restores it. What is under way is read from the
 * server: a page that was closed in the middle shows where it was.
 */
export function Rehearsal({ org, detail }: { org: string; detail: DeviceDetail }) {
  const { data: state } = useOrgState()
  const { data: open } = useQuery(rehearsalsQuery(org))
  const act = useAct(org)
  const [passed, setPassed] = useState<string | null>(null)
  const { device, reading } = detail
  const under = open?.rehearsals.find(({ deviceId }) => deviceId === device.deviceId)
  const stage = under ? rehearsalStage(device, Date.parse(reading.authorityNow ?? reading.readAt ?? '')) : null
  const error = act.error && (
    <p role="alert" className="text-wait">
      {errorDetail(act.error)}
    </p>
  )
  if (!under || stage === null)
    return (
      <Milestone state={passed ? 'done' : 'next'} title={passed ? 'Rehearsed, and restored' : 'Rehearse its stop'}>
        <Before detail={detail} passed={passed} />
        {error}
        {may(state, 'resume') ? (
          device.status === 'active' && (
            <Button
              className="mt-2"
              disabled={act.isPending}
              onClick={() =>
                act.mutate({
                  kind: 'revoke',
                  target: { ids: [device.deviceId] },
                  reason: 'Rehearsal',
                  rehearsal: true,
                })
              }
            >
              {act.isPending ? 'Revoking…' : passed ? 'Rehearse again' : 'Revoke this one, and watch'}
            </Button>
          )
        ) : (
          <p>Rehearsing needs the role {lowestRole('resume')}: who begins it must be able to restore the device.</p>
        )}
      </Milestone>
    )
  return (
    <>
      <Milestone state="done" title="Revoked for the rehearsal">
        By <bdi>{under.by.name}</bdi>. Other devices go on.
        <span role="status" className="sr-only">
          {stage === 'silent' ? `${SILENT}.` : `${DENIAL[stage].title}.`}
        </span>
      </Milestone>
      <Milestone {...DENIAL[stage]}>{denialSentence(device, stage)}</Milestone>
      {stage === 'denied' && (
        <Milestone state="next" title="Watch whether it asks again">
          It may end at its first denial, or wait and ask again. If it does other work now, its code goes on after a
          denial.
        </Milestone>
      )}
      {stage === 'silent' && (
        <Milestone state="next" title={SILENT}>
          It has not asked for longer than it ever waits. An agent that ended is silent, and so is one that works
          without asking: look at its process, which should be gone.
        </Milestone>
      )}
      <Milestone state="next" title="Restore it">
        <RestoreRehearsed
          org={org}
          operationId={under.operationId}
          look="strong"
          onRestored={() =>
            setPassed(stage === 'sent' ? 'It was not denied while you watched.' : denialSentence(device, stage))
          }
        />
      </Milestone>
    </>
  )
}

/** What is said before a rehearsal, and after one. */
function Before({ detail: { device, holds }, passed }: { detail: DeviceDetail; passed: string | null }) {
  if (passed && device.status === 'revoked')
    return (
      <p>
        {passed} It stays stopped{holds.length > 0 ? `, by ${holds.map(({ by }) => by.name).join(' and ')}` : ''}: the
        rehearsal gave up nothing but its own hold.
      </p>
    )
  if (passed) return <p>{passed} An agent that ended is started again by you, or by what supervises it.</p>
  if (device.status !== 'active') return <p>It is stopped now, so there is nothing to rehearse.</p>
  return (
    <p>One revoke of this device alone. You see the denial, its time and the silence after it, then you restore it.</p>
  )
}

const SILENT = 'Silent since its denial'

const DENIAL = {
  sent: { state: 'next', title: 'Waiting for the denial' },
  denied: { state: 'done', title: 'Denied' },
  silent: { state: 'done', title: 'Denied' },
  contradicted: { state: 'wrong', title: 'Allowed, though it is revoked' },
} as const

function denialSentence(device: DeviceRow, stage: RehearsalStage): string {
  const { lastDecision, rhythm } = device
  if (stage === 'contradicted')
    return 'The authority allowed it after the revoke. Do not rely on a stop of it until that is explained.'
  if (stage === 'sent')
    return rhythm
      ? `It asks every ${formatSpacing(rhythm.medianMs)}, 95 % within ${formatSpacing(rhythm.p95Ms)}.`
      : 'It is denied at its next validate.'
  const after = deniedAfterMs(device)
  const when = after === null ? '' : ` ${formatSpacing(after)} after the revoke`
  return `It was answered ${lastDecision?.code ?? 'a denial'}${when}.`
}
