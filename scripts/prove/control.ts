/** What the command does when everything is allowed: without that no silence after a denial says anything. */
import type { TrialPlan } from './denial-switch'
import type { Boundary, Cell, Unit } from './kinds'
import type { Trial } from './run-trial'
import { isUnit, type TrialEvent } from './trial-log'

export type Control = {
  asked: number
  allowed: number
  units: Record<Unit, number>
  /** All units; a run that was cut off would have had more. */
  total: number
  isEndless: boolean
  registersFirst: boolean
  isStreamed: boolean
  hasSubAgent: boolean
  /** The most units that began between two validates. */
  burst: number
  /** Whether it did several things at the same time. */
  isParallel: boolean
  /** Ids under which it asked. */
  deviceIds: readonly string[]
}

/** Before which later call the denial comes, unless the command asks less often. */
export const DENIED_CALL = 3

const count = (events: readonly TrialEvent[], kind: TrialEvent['kind']) =>
  events.filter((event) => event.kind === kind).length

function burstOf(events: readonly TrialEvent[]): number {
  let burst = 0
  let since = 0
  for (const event of events) {
    since = event.kind === 'allowed' ? 0 : since + (isUnit(event) ? 1 : 0)
    burst = Math.max(burst, since)
  }
  return burst
}

export function readControl({ events, end, isParallel }: Trial): Control {
  const units = { model: count(events, 'model'), tool: count(events, 'tool'), effect: count(events, 'effect') }
  const kinds = events.map(({ kind }) => kind)
  const total = units.model + units.tool + units.effect
  const allowed = count(events, 'allowed')
  const firstAsked = kinds.indexOf('asked')
  return {
    asked: count(events, 'asked'),
    allowed,
    units,
    total,
    isEndless: end !== 'exited',
    registersFirst: kinds.includes('registered') && kinds.indexOf('registered') < firstAsked,
    isStreamed: events.some(({ about }) => about === 'stream'),
    hasSubAgent: events.some(({ kind, about }) => kind === 'agent' || about === 'sub-agent'),
    burst: burstOf(events),
    isParallel,
    deviceIds: [...new Set(events.flatMap(({ kind, about }) => (kind === 'asked' && about ? [about] : [])))],
  }
}

/** Why nothing can be said of this command at all, as a sentence; null where something can. */
export function whyUseless(control: Control, { end, exit }: Trial): string | null {
  if (end === 'aborted') return 'it was interrupted.'
  if (exit?.error) return `it could not be started (${exit.error}).`
  if (end === 'exited' && exit && exit.code !== 0)
    return `with everything allowed it ended with ${exit.signal ?? `code ${exit.code}`}.`
  if (control.asked === 0) return 'it never asked. Does it take its address from MACHINEID_BASE_URL?'
  if (control.allowed === 0) return 'it was never allowed. Does it take its key from MACHINEID_ORG_KEY?'
  if (control.total === 0)
    return 'it never called. Does it take its model from OPENAI_BASE_URL, or mark its side effects with a POST to PROVE_URL?'
  return null
}

/** Why a boundary cannot be tried; null where it can. */
export function whyUntried(control: Control, boundary: Boundary): string | null {
  const { units, hasSubAgent } = control
  if (boundary === 'stream' && units.model === 0) return 'it never called the model at OPENAI_BASE_URL'
  if (boundary === 'tool' && units.tool + units.effect === 0)
    return 'no tool marked that it began, with a POST to $PROVE_URL/tool'
  if (boundary === 'sub-agent' && !hasSubAgent)
    return 'no sub-agent was seen: no model call with other instructions or tools, no POST to $PROVE_URL/agent'
  return null
}

/** How a run of a cell is set up, by what the command does when it is let. */
export const planOf = (control: Control, cell: Cell): TrialPlan => ({
  cell,
  deniedCall: Math.max(2, Math.min(DENIED_CALL, control.asked)),
  streamedCall: control.units.model > 1 ? 2 : 1,
  toolMark: control.units.tool > 0 ? 'tool' : 'effect',
  registersFirst: control.registersFirst,
  isParallel: control.isParallel,
})

export const CONTROL_PLAN: TrialPlan = {
  cell: null,
  deniedCall: DENIED_CALL,
  streamedCall: 1,
  toolMark: 'tool',
  registersFirst: false,
  isParallel: false,
}
