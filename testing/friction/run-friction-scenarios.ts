/**
 * Plays every command that can start agents again, with every age of the session, number of devices, holder and reason, and
 * says which were taken or refused against the rule. The rule is written down here a second time, by hand.
 */
import { AppError } from '@/lib/domain/errors'
import { RECENT_SIGN_IN_MS } from '@/lib/domain/policy'
import type { TestConsole } from '../console/test-console'
import { FRICTION_COMMANDS, type FrictionCommand } from './friction-commands'
import { freshDevices, type Holder, type Stage } from './friction-stage'

/** `second`: one device, after another one that the same person started a moment ago. */
const NUMBERS = ['one', 'second', 'two'] as const
/** Age of the sign-in; from the future: the clock was set back since. */
const SESSIONS = { fresh: 0, old: RECENT_SIGN_IN_MS + 1_000, 'from the future': -60_000 } as const
/** The last is invisible to a reader. */
const REASONS = [undefined, 'all clear', ' \u200b '] as const

type Case = {
  command: FrictionCommand
  holder: Holder
  number: (typeof NUMBERS)[number]
  session: keyof typeof SESSIONS
  reason: (typeof REASONS)[number]
}

export type FrictionReport = {
  played: number
  /** Taken without what the rule asks for. */
  bypasses: string[]
  /** Refused with all that the rule asks for. */
  overAsked: string[]
}

/** @param beforeSending for a mutant: what happens between the preparation of a case and its command. */
export async function playFriction(
  running: TestConsole,
  commands = FRICTION_COMMANDS,
  beforeSending: () => Promise<unknown> = async () => {},
): Promise<FrictionReport> {
  const report: FrictionReport = { played: 0, bypasses: [], overAsked: [] }
  for (const each of casesOf(commands)) {
    const taken = await play(running, each, beforeSending)
    report.played += 1
    const name = `${each.command.name}, ${each.number} (${each.holder}), ${each.session} session, reason ${each.reason}`
    if (taken && !mayStart(each)) report.bypasses.push(name)
    if (!taken && mayStart(each)) report.overAsked.push(name)
  }
  return report
}

function* casesOf(commands: readonly FrictionCommand[]): Generator<Case> {
  for (const command of commands)
    for (const holder of command.holders)
      for (const number of NUMBERS)
        for (const session of Object.keys(SESSIONS) as Case['session'][])
          for (const reason of REASONS) yield { command, holder, number, session, reason }
}

const mayStart = ({ command, holder, number, session, reason }: Case): boolean =>
  (!command.always && number === 'one' && holder === 'own') || (session === 'fresh' && reason === 'all clear')

async function play(
  running: TestConsole,
  { command, holder, number, session, reason }: Case,
  beforeSending: () => Promise<unknown>,
): Promise<boolean> {
  const other = await running.as('operator', { name: 'Other' })
  const fresh = await running.as('operator', { name: 'Actor' })
  const devices = await freshDevices(running, number === 'two' ? 2 : 1)
  const stage: Stage = { running, actor: fresh, other, holder, devices }
  if (number === 'second') {
    const [another] = await freshDevices(running, 1)
    await running.act(fresh, { kind: 'register', target: { ids: [`${another}:before`] } })
  }
  const authenticatedAt = fresh.actor.authenticatedAt - SESSIONS[session]
  const actor = { ...fresh, actor: { ...fresh.actor, authenticatedAt } }
  const send = await command.prepare({ ...stage, actor })
  await beforeSending()
  try {
    await send(reason)
    return true
  } catch (error) {
    if (error instanceof AppError && (error.code === 'invalid-input' || error.code === 'forbidden')) return false
    throw error
  }
}
