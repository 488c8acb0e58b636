/** Why is it still running? What was meant to stop it, whether it reached the authority, and whether the agent asked since. */
import { runningWindowMs } from '../device'
import { formatSpacing } from '../time/spacing'
import { textTimeToSecond } from '../time/text-time'
import type { DeviceRow } from '../wire/devices'
import type { Check, DeviceFacts, Finding } from './check'
import { checkLookalikes, checkReading } from './common-checks'
import { isSilent } from './rehearsal-stage'

/** Validates farther apart than this leave an agent working for long after a stop. */
export const FAR_BOUNDARY_MS = 60_000

/** The checks in order; those with the finding `cause` explain work that goes on. */
export function whyRunning(facts: DeviceFacts): Check[] {
  return [
    ...checkReading(facts),
    ...checkStopped(facts),
    ...checkMissed(facts),
    ...checkAsked(facts),
    ...checkBoundary(facts),
    ...checkLookalikes(facts),
  ]
}

/** True if the authority denies it now; null where that was not read. */
export const isDenied = ({ execution, device, cap, reading }: DeviceFacts): boolean | null => {
  if (execution.state === 'disabled' || device?.status === 'revoked') return true
  if (cap?.planState !== undefined && cap.planState !== 'active') return true
  if (reading.readAt === null || device?.status === 'unknown') return null
  if (device === null) return true
  return execution.state === 'unknown' ? null : false
}

function checkStopped({ execution, device, reading }: DeviceFacts): Check[] {
  const check = (finding: Finding, read: string, act?: Check['act']): Check[] => [
    { about: 'Stop', finding, read, ...(act ? { act } : {}) },
  ]
  if (execution.state === 'disabled') return check('fact', 'The whole org is stopped: its next validate is denied.')
  if (device?.status === 'revoked') return check('fact', 'It is revoked: its next validate is denied.')
  if (reading.readAt === null) return []
  if (!device)
    return check(
      'cause',
      'No device with exactly this id is registered, so nothing was stopped under it. What runs uses another id, or does not ask.',
      { to: 'connect' },
    )
  if (device.stop === 'contradicted') return []
  if (device.status === 'unknown') return check('unknown', 'The authority does not say whether it is revoked.')
  if (execution.state === 'unknown')
    return check('unknown', 'It is not revoked. Whether the whole org is stopped was not read.')
  return check('cause', 'Nothing stops it: it is not revoked, and the org is not stopped.', { to: 'revoke' })
}

/** A revoke that was asked for and did not reach it. */
function checkMissed({ device, lastRevoke }: DeviceFacts): Check[] {
  if (!lastRevoke || device?.status === 'revoked' || lastRevoke.outcome === 'done' || lastRevoke.outcome === 'skipped')
    return []
  const asked = `The revoke by ${lastRevoke.by}, ${textTimeToSecond(lastRevoke.at)},`
  const read = {
    pending: `${asked} is not in force yet.`,
    refused: `${asked} was refused by the authority.`,
    failed: `${asked} did not reach the authority.`,
    unknown: `${asked} was sent, and whether it is in force was not read back.`,
  }[lastRevoke.outcome]
  return [{ about: 'Revoke', finding: 'cause', read, act: { to: 'operation', id: lastRevoke.operationId } }]
}

function checkAsked(facts: DeviceFacts): Check[] {
  const { device } = facts
  const about = 'Since the stop'
  if (!device) return []
  if (device.lastValidatedAt === null)
    return [
      {
        about: 'Last validate',
        finding: 'cause',
        read: 'No validate under this id ever arrived. What runs asks under another id, or not at all.',
        act: { to: 'connect' },
      },
    ]
  if (device.stop === 'contradicted')
    return [
      {
        about,
        finding: 'cause',
        read: `It was allowed again${decidedAt(device)}, without an act of this console. It was restored elsewhere, or the authority does not carry out the stop.`,
        act: { to: 'revoke' },
      },
    ]
  if (device.stop === 'confirmed') return afterDenial(facts, device)
  if (device.stop === 'asked')
    return [
      { about, finding: 'unknown', read: 'It asked since the stop. This authority does not show what it answered.' },
    ]
  if (device.stop === 'waiting') return [{ about, finding: 'cause', read: stillSilent(facts, device) }]
  return []
}

function afterDenial({ readMs }: DeviceFacts, device: DeviceRow): Check[] {
  const about = 'Since the stop'
  const denied = `It was denied${decidedAt(device)} with ${device.lastDecision?.code ?? 'an unknown code'}.`
  if (!isSilent(device, readMs))
    return [
      {
        about,
        finding: 'unknown',
        read: `${denied} That is a moment ago, so its process may still run. If it works all the same, its code goes on after a denial: it needs a guard that ends it.`,
        act: { to: 'connect' },
      },
    ]
  return [
    { about, finding: 'fact', read: `${denied} It has not asked since, as an agent that has ended.` },
    {
      about: 'Boundary',
      finding: 'unknown',
      read: 'If its process still works, it works without asking: that path has no validate before it.',
      act: { to: 'connect' },
    },
  ]
}

function stillSilent({ readMs }: DeviceFacts, { rhythm, revokedAt, lastValidatedAt }: DeviceRow): string {
  const silent = 'It has not asked since the stop: until it asks, it may work.'
  const since = Date.parse(revokedAt ?? lastValidatedAt ?? '')
  if (!rhythm || Number.isNaN(since)) return `${silent} How often it asks is not known.`
  const spacing = `${silent} It usually asks every ${formatSpacing(rhythm.medianMs)}, 95 % within ${formatSpacing(rhythm.p95Ms)}.`
  return readMs - since > runningWindowMs(rhythm.p95Ms)
    ? `${spacing} It is overdue: it has ended, or works without asking.`
    : spacing
}

/** A validate at start-up alone, or only before a long task, is a stop that comes late. */
function checkBoundary({ device }: DeviceFacts): Check[] {
  const p95 = device?.rhythm?.p95Ms
  if (p95 === undefined || p95 <= FAR_BOUNDARY_MS) return []
  return [
    {
      about: 'Boundary',
      finding: 'cause',
      read: `Its validates are up to ${formatSpacing(p95)} apart: a stop reaches it only then. Validate before each model call, each tool call and each side effect.`,
      act: { to: 'connect' },
    },
  ]
}

function decidedAt({ lastDecision, lastValidatedAt }: DeviceRow): string {
  const at = lastDecision?.at ?? lastValidatedAt
  return at ? `, ${textTimeToSecond(at)},` : ''
}
