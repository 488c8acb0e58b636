/**
 * What is known of a stop. The screen never claims more than was read: acceptance is the authority's acknowledgement,
 * *confirmed* means that the device was denied at a validate after the stop.
 */
import type { Decision, Device } from './device'

export const STOP_STATUSES = [
  'requested',
  'accepted',
  'refused',
  'unknown',
  'queued',
  'lifted',
  'lifted-elsewhere',
  'withdrawn',
  'closed',
] as const
export type StopStatus = (typeof STOP_STATUSES)[number]

export const DEVICE_STOP_STATES = ['contradicted', 'waiting', 'asked', 'confirmed'] as const
export type DeviceStopState = (typeof DEVICE_STOP_STATES)[number]
/** `proven`: so many of those that are confirmed were denied at a call with their own key; absent where none was. */
export type StopCounts = Record<DeviceStopState, number> & { proven?: number }

/**
 * What only the console that sends a stop has of it. `nextTryAt` (ISO 8601, its own clock): when one that is not in force is
 * sent again. `recorded`: where its record is while the store has not got it; `nowhere` is the console's log alone.
 */
export type StopSending = { nextTryAt?: string; recorded?: 'sink' | 'nowhere' }

/** The facts at acceptance against which later readings of a device are held. Times in epoch ms of the authority. */
export type StopMark = {
  kind: 'revoke' | 'disable'
  /** Revision of the authority at acceptance, where it has one. */
  revision?: number
  /** The authority's own time of the stop, if it reports one; for a revoke the device's `revokedAt` goes before it. */
  acceptedAt?: number
  /** The authority's own time at the reading that the device is from, if it reports one. */
  readAt?: number
  /** What was last read of the device before the stop, for an authority without revisions and times. */
  before?: Baseline
}

/** What may grow or change by a validate. */
export type Baseline = Pick<Device, 'lastValidatedAt' | 'lastDecision' | 'validations' | 'validationsTotal'>

export type Evidence = 'denied' | 'allowed' | 'asked' | 'none'

/**
 * How the device was answered at a validate after the mark: by revision, else by the authority's times, else by a counter that
 * grew or a value that changed.
 */
export function evidenceAfter(device: Device, mark: StopMark): Evidence {
  const { lastDecision: decision } = device
  if (decision && isAfter(decision, device, mark)) return decision.allowed ? 'allowed' : 'denied'
  const changed = mark.before ? changeSince(device, mark.before) : 'none'
  if (changed !== 'none' || decision !== undefined) return changed
  return typeof device.lastValidatedAt === 'number' && seenAfter(device, device.lastValidatedAt, mark)
    ? 'asked'
    : 'none'
}

/** Allowed goes before denied: one validate that was let through is one too many. */
function changeSince(device: Device, before: Baseline): Evidence {
  const [now, then] = [device.validations, before.validations]
  if (now && then && now.allowed > then.allowed) return 'allowed'
  if (now && then && now.denied > then.denied) return 'denied'
  const { lastDecision: decision } = device
  if (decision && before.lastDecision !== undefined && !isDated(decision) && differs(decision, before.lastDecision))
    return decision.allowed ? 'allowed' : 'denied'
  const [total, totalBefore] = [device.validationsTotal, before.validationsTotal]
  return total !== undefined && totalBefore !== undefined && total > totalBefore ? 'asked' : 'none'
}

const isDated = ({ at, revision }: Decision) => at !== undefined || revision !== undefined

const differs = (decision: Decision, before: Decision | null) =>
  before === null ||
  decision.allowed !== before.allowed ||
  decision.code !== before.code ||
  decision.requestId !== before.requestId

/** What an authority dates later than its own clock was dated before that was set back: it does not show the order. */
const CLOCK_SLACK_MS = 60_000

/** By the authority's own times alone; without any, a value that differs from the one read before the stop was requested. */
function seenAfter(device: Device, at: number, mark: StopMark): boolean {
  if (mark.readAt !== undefined && at > mark.readAt + CLOCK_SLACK_MS) return false
  const stoppedAt = (mark.kind === 'revoke' ? device.revokedAt : undefined) ?? mark.acceptedAt
  if (stoppedAt !== undefined) return at > stoppedAt
  return mark.before !== undefined && at !== mark.before.lastValidatedAt
}

function isAfter(decision: NonNullable<Device['lastDecision']>, device: Device, mark: StopMark): boolean {
  if (mark.revision !== undefined && decision.revision !== undefined) return decision.revision >= mark.revision
  const at = decision.at ?? device.lastValidatedAt
  return typeof at === 'number' && seenAfter(device, at, mark)
}

/**
 * State of one device under a stop in force. `orgExecution` is what was last read of the org.
 * Active again (or enabled again) without an act of ours, or allowed after the mark, is `contradicted`.
 */
export function deviceStopState(
  device: Device | undefined,
  mark: StopMark,
  orgExecution: 'enabled' | 'disabled' | 'unknown' = 'unknown',
): DeviceStopState {
  if (!device) return 'waiting'
  const evidence = evidenceAfter(device, mark)
  if (evidence === 'allowed') return 'contradicted'
  if (mark.kind === 'revoke' && device.status === 'active') return 'contradicted'
  if (mark.kind === 'disable' && orgExecution === 'enabled') return 'contradicted'
  if (evidence === 'denied') return 'confirmed'
  return evidence === 'asked' ? 'asked' : 'waiting'
}

export const noStopCounts = (): StopCounts => ({ contradicted: 0, waiting: 0, asked: 0, confirmed: 0 })

const isOver = (status: StopStatus) => status === 'lifted' || status === 'lifted-elsewhere' || status === 'closed'

/**
 * Of the devices that a revoke stopped, those that it does not hold any more, by a restore or an undo; at least so many. @param
 * stopped by it.
 */
export function liftedDevices({ status, counts }: { status: StopStatus; counts: StopCounts }, stopped: number): number {
  if (isOver(status)) return stopped
  const held = counts.confirmed + counts.asked + counts.waiting + counts.contradicted
  return status === 'accepted' ? Math.max(0, stopped - held) : 0
}

/**
 * The words at the top of every screen that shows the stop. @param total devices it was meant for; 0 for the whole org.
 * @param unusable entries that it was meant for as well and that have no id: whether all were denied is unknown.
 */
export function stopHeadline(status: StopStatus, counts: StopCounts, total: number, unusable = 0): string {
  const watched = counts.confirmed + counts.asked + counts.waiting + counts.contradicted
  // A device that the stop was refused for is not watched, and yet belongs to it.
  const all = Math.max(watched, total)
  if (status === 'accepted' && all > 0 && unusable === 0 && counts.confirmed === all) return `All ${all} denied`
  return HEADLINE[status]
}

/** The alarm for stops that waited for their authority, which then said no. */
export const refusedSentence = (stops: number): string =>
  `The authority refused ${stops === 1 ? 'a stop' : `${stops} stops`} that waited for it. Nothing was stopped. Look at the operation, then stop again.`

const HEADLINE: Record<StopStatus, string> = {
  requested: 'Stop requested, not yet accepted',
  accepted: 'Stop in force',
  refused: 'Stop refused',
  unknown: 'Not known yet whether the stop was accepted',
  queued: 'Stop queued, not in force',
  lifted: 'Stop lifted',
  'lifted-elsewhere': 'Stop lifted elsewhere',
  withdrawn: 'Stop withdrawn',
  closed: 'Stopped, no longer watched',
}
