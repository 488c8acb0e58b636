/** What one run shows: pure, from its events and from those of the run in which everything was allowed. */
import { allowedAhead, allowedAheadAfter } from './allowed-ahead'
import type { Control } from './control'
import type { Cell, Unit } from './kinds'
import type { Trial } from './run-trial'
import { isUnit, type TrialEvent } from './trial-log'

/** `stopped`: nothing began after the denial. `late`: something did, and then it stopped. `not-stopped`. `unknown`. */
export type Verdict = 'stopped' | 'late' | 'not-stopped' | 'unknown'

export type Judgement = {
  verdict: Verdict
  /** Units of work that began after the denial was sent, or that went on without asking while it was in force. */
  after: number
  calls: Record<Unit, number>
  /** A sentence without its subject, the command. */
  reason: string
  /** It ended by itself too early to say anything, which on a busy machine may be chance: worth another run. */
  mayBeChance: boolean
  /** It stopped working and did not end by itself. */
  stillRunning: boolean
}

const NONE: Record<Unit, number> = { model: 0, tool: 0, effect: 0 }
const unknown = (reason: string, mayBeChance = false): Judgement => ({
  verdict: 'unknown',
  after: 0,
  calls: NONE,
  reason,
  mayBeChance,
  stillRunning: false,
})

/** The unit that a guard must ask before: of a command that calls a model, the model call. */
const primaryOf = ({ units }: Control): Unit => (units.model > 0 ? 'model' : units.tool > 0 ? 'tool' : 'effect')

/**
 * Where the command first went on without asking, while the denial was in force and unmet: a primary unit that no validate
 * allows.
 */
function firstUnasked({ events, isParallel }: Trial, control: Control): number {
  const primary = primaryOf(control)
  let ahead = 0
  let isInForce = false
  for (const [at, event] of events.entries()) {
    if (event.kind === 'denied') return -1
    if (event.kind === 'in-force') isInForce = true
    if (isInForce && ahead === 0 && event.kind === primary) return at
    ahead = allowedAhead(ahead, event, isParallel || control.isParallel)
  }
  return -1
}

/** Where the first unit is that a refused connection should have prevented; -1 where there is none. */
function firstAfterRefused({ events, isParallel }: Trial, control: Control): number {
  const from = events.findIndex(({ kind }) => kind === 'in-force')
  const lastAllowed = events.findLastIndex(({ kind }, at) => at < from && kind === 'allowed')
  const used = events.slice(lastAllowed + 1, from).filter(isUnit).length
  const ahead = allowedAheadAfter(events.slice(0, from), isParallel || control.isParallel)
  let allowance = lastAllowed < 0 ? 0 : Math.max(ahead, control.burst - used)
  return events.findIndex((event, at) => {
    if (at < from || !isUnit(event)) return false
    allowance -= 1
    return allowance < 0
  })
}

function countUnits(events: readonly TrialEvent[]): Record<Unit, number> {
  const calls = { ...NONE }
  for (const { kind } of events) if (kind === 'model' || kind === 'tool' || kind === 'effect') calls[kind] += 1
  return calls
}

const sum = (calls: Record<Unit, number>) => calls.model + calls.tool + calls.effect

/** @param trial a run of the cell. */
export function judge({ fault }: Cell, trial: Trial, control: Control): Judgement {
  const { events, end, exit } = trial
  const ended = exit ? `ended with ${exit.signal ?? `code ${exit.code}`}` : 'was ended by the kit'
  if (end === 'aborted') return unknown('was interrupted')
  const isInForce = events.some(({ kind }) => kind === 'in-force')
  if (!isInForce)
    return unknown(
      `${ended} before the denial: it did not come as far as when everything was allowed`,
      end === 'exited',
    )

  const denied = events.findIndex(({ kind }) => kind === 'denied')
  const unasked = firstUnasked(trial, control)
  const refused = fault === 'refused' ? firstAfterRefused(trial, control) : -1
  const starts = [denied, unasked, refused].filter((at) => at >= 0)
  const first = Math.min(...starts)
  const calls = starts.length === 0 ? NONE : countUnits(events.slice(first))
  const after = sum(calls)
  const all = sum(countUnits(events))
  if (after > 0) {
    const isAll = end === 'went-on' || end === 'limit' || (!control.isEndless && all >= control.total)
    const began = `${after} ${after === 1 ? 'unit of work' : 'units of work'} began`
    const how =
      first === unasked
        ? `${began} without asking while the denial was in force`
        : `${began} after the denial${fault === 'denied' ? '' : ': it took that for an allow'}`
    const verdict = isAll ? 'not-stopped' : 'late'
    return { verdict, after, calls, reason: how, mayBeChance: false, stillRunning: end !== 'exited' }
  }
  if (denied < 0 && fault !== 'refused') {
    if (end === 'limit') return unknown('did not ask again before its time was over')
    return unknown(`${ended} without asking again after the denial came into force`, end === 'exited')
  }
  if (!control.isEndless && all >= control.total) return unknown('had nothing left to do when it was denied')
  if (end === 'limit') return unknown('was still busy when its time was over')
  return {
    verdict: 'stopped',
    after: 0,
    calls: NONE,
    reason: end === 'idle' ? 'began nothing more, and was still running' : ended,
    mayBeChance: false,
    stillRunning: end === 'idle',
  }
}
