import { deniedAfterMs, type RehearsalStage, rehearsalStage } from '@/lib/domain/diagnosis/rehearsal-stage'
import { formatSpacing } from '@/lib/domain/time/spacing'
import type { DeviceDetail } from '@/lib/domain/wire/devices'
import { Milestone, type MilestoneState } from './milestone'

const TITLES: Record<RehearsalStage, readonly [state: MilestoneState, title: string]> = {
  sent: ['next', 'Waiting for the denial'],
  denied: ['done', 'Denied, and it may ask again'],
  silent: ['done', 'Denied, and silent since'],
  contradicted: ['wrong', 'Allowed, though the org is disabled'],
}

/** How one agent was denied since its org was disabled. @param since when that was, ISO 8601 by the authority's clock. */
export function OrgDenial({ detail: { device, reading }, since }: { detail: DeviceDetail; since: string | null }) {
  const stage = rehearsalStage(device, Date.parse(reading.authorityNow ?? reading.readAt ?? ''))
  const [state, title] = TITLES[stage]
  const after = deniedAfterMs(device, since)
  return (
    <Milestone state={state} title={title}>
      <p role="status">
        {stage === 'sent' || stage === 'contradicted'
          ? device.rhythm && `It asks every ${formatSpacing(device.rhythm.medianMs)}.`
          : `It was answered ${device.lastDecision?.code ?? 'a denial'}${after === null ? '' : `, ${formatSpacing(after)} after the stop`}.`}
      </p>
    </Milestone>
  )
}
