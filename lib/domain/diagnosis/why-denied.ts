/** Why is it denied? In the order in which an authority decides: the org, the id, its state, the plan; then what it answered last. */

import { textTimeToSecond } from '../time/text-time'
import type { Hold } from '../wire/devices'
import type { Check, DeviceFacts, Finding } from './check'
import { checkLookalikes, checkReading } from './common-checks'

/** The checks in order; those with the finding `cause` explain a denial now. */
export function whyDenied(facts: DeviceFacts): Check[] {
  const decided = [...checkOrg(facts), ...checkRegistered(facts), ...checkRevoked(facts), ...checkPlan(facts)]
  const isExplained = decided.some(({ finding }) => finding === 'cause')
  return [...checkReading(facts), ...decided, ...checkDecision(facts, isExplained), ...checkLookalikes(facts)]
}

function checkOrg({ execution, orgStop }: DeviceFacts): Check[] {
  const check = (finding: Finding, read: string): Check => ({ about: 'Org', finding, read })
  if (execution.state === 'enabled') return [check('fact', 'The org is enabled.')]
  if (execution.state === 'unsupported') return [check('fact', 'This authority cannot disable a whole org.')]
  if (execution.state === 'unknown') return [check('unknown', 'Whether the whole org is stopped was not read.')]
  const since = execution.changedAt ? ` since ${textTimeToSecond(execution.changedAt)}` : ''
  if (orgStop?.status === 'accepted' && orgStop.kind === 'disable')
    return [
      {
        ...check('cause', `The whole org is stopped${since}, by ${orgStop.by.name}. Every device is denied.`),
        act: { to: 'operation', id: orgStop.operationId },
      },
    ]
  return [
    {
      ...check('cause', `The whole org is stopped${since}, not by this console. Every device is denied.`),
      act: { to: 'resume' },
    },
  ]
}

function checkRegistered({ device, lastRemoval, cap, reading }: DeviceFacts): Check[] {
  if (device) return [{ about: 'Registration', finding: 'fact', read: registered(device.createdAt) }]
  if (reading.readAt === null) return []
  const checks: Check[] = [
    lastRemoval?.outcome === 'done'
      ? {
          about: 'Registration',
          finding: 'cause',
          read: `It was removed by ${lastRemoval.by}, ${textTimeToSecond(lastRemoval.at)}. An agent registers it again when it starts.`,
          act: { to: 'operation', id: lastRemoval.operationId },
        }
      : {
          about: 'Registration',
          finding: 'cause',
          read: 'No device with exactly this id is registered. The agent registers it when it starts, or you do.',
          act: { to: 'register' },
        },
  ]
  const { limit, used, remaining } = cap ?? {}
  if (typeof remaining === 'number' && remaining <= 0)
    checks.push({
      about: 'Cap',
      finding: 'cause',
      read: `The cap is reached: ${number(used)} of ${number(limit)} devices. A new id cannot be registered until a slot is free.`,
      act: { to: 'usage' },
    })
  return checks
}

const registered = (at: string | null | undefined) =>
  at ? `It is registered since ${textTimeToSecond(at)}.` : 'It is registered.'

const number = (count: number | null | undefined) => (typeof count === 'number' ? count.toLocaleString('en') : 'all')

function checkRevoked({ device, holds }: DeviceFacts): Check[] {
  if (!device) return []
  if (device.status === 'active') return [{ about: 'State', finding: 'fact', read: 'It is not revoked.' }]
  if (device.status === 'unknown')
    return [{ about: 'State', finding: 'unknown', read: 'The authority does not say whether it is revoked.' }]
  if (holds.length === 0)
    return [
      {
        about: 'Revoked',
        finding: 'cause',
        read: `It is revoked${device.revokedAt ? ` since ${textTimeToSecond(device.revokedAt)}` : ''}, not by this console.`,
        act: { to: 'restore' },
      },
    ]
  return holds.map((hold) => ({
    about: 'Revoked',
    finding: 'cause',
    read: heldBy(hold),
    act: hold.operationId ? { to: 'operation', id: hold.operationId } : { to: 'restore' },
  }))
}

function heldBy({ kind, by, placedAt, reason }: Hold): string {
  const at = textTimeToSecond(placedAt)
  const why = reason ? ` Reason: “${reason}”` : ''
  if (kind === 'elsewhere') return `It was found revoked ${at}, not by this console.${why}`
  if (kind === 'fence')
    return `A fence of ${by.name} revoked it ${at}. While that fence is in force, it revokes it again.${why}`
  if (kind === 'fallback-stop') return `The stop of the whole org by ${by.name} revoked it ${at}.${why}`
  return `${by.name} revoked it ${at}.${why}`
}

function checkPlan({ cap }: DeviceFacts): Check[] {
  const state = cap?.planState
  if (state === undefined || state === 'active') return []
  return [
    {
      about: 'Plan',
      finding: 'cause',
      read: `The plan of the org is “${state}”, not active. The authority denies every device until it is.`,
      act: { to: 'usage' },
    },
  ]
}

function checkDecision({ device }: DeviceFacts, isExplained: boolean): Check[] {
  if (!device) return []
  const check = (finding: Finding, read: string, act?: Check['act']): Check => ({
    about: 'Last validate',
    finding,
    read,
    ...(act ? { act } : {}),
  })
  const { lastDecision, lastValidatedAt } = device
  if (lastDecision === null || lastValidatedAt === null)
    return [
      check(
        isExplained ? 'fact' : 'cause',
        'No validate under this id ever arrived. The agent uses another id, another key or another address.',
        { to: 'connect' },
      ),
    ]
  if (lastDecision === undefined) return [check('unknown', 'This authority does not report what it answered.')]
  const at = lastDecision.at ?? lastValidatedAt
  const when = at ? `, ${textTimeToSecond(at)},` : ''
  const id = lastDecision.requestId ? ` Request id ${lastDecision.requestId}.` : ''
  if (lastDecision.allowed)
    return [
      check('fact', `Its last validate${when} was allowed.${id}`),
      ...(isExplained ? [] : [check('unknown', UNSEEN, { to: 'lookup' })]),
    ]
  const denied = `Its last validate${when} was denied with ${lastDecision.code}.${id}`
  return [
    isExplained
      ? check('fact', denied)
      : check('cause', `${denied} Nothing denies it now, and it has not validated since: start the agent again.`),
  ]
}

const UNSEEN =
  'A guard also denies when its validate gets no answer, or has a wrong key. Neither arrives under this id: look up the code and request id of the agent’s log.'
