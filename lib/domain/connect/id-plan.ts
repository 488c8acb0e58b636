/** The ids of a whole deployment: one for each execution surface, numbered within its role. */
import { IDS_MAX } from '../limits'
import { partFault, splitId } from './id-parts'

export type PlanRow = { role: string; count: number }

export const PLAN_ROWS_MAX = 50

/** What surfaces a deployment has, as the guide of MachineID sorts them. */
export const PLAN_TIERS: readonly { name: string; rows: readonly PlanRow[] }[] = [
  {
    name: 'Small system',
    rows: [
      { role: 'planner', count: 1 },
      { role: 'researcher', count: 1 },
      { role: 'tool-runner', count: 1 },
    ],
  },
  {
    name: 'Production',
    rows: [
      { role: 'runner', count: 10 },
      { role: 'cron-nightly', count: 3 },
      { role: 'event-consumer', count: 6 },
      { role: 'tool-runner', count: 6 },
    ],
  },
]

/** What kind of surface a role of these tiers is. */
export const SURFACES: Readonly<Record<string, string>> = {
  planner: 'planning',
  researcher: 'research',
  runner: 'replicas',
  'cron-nightly': 'scheduled jobs',
  'event-consumer': 'consumers',
  'tool-runner': 'tool runners',
}

/** The plan as a text of an address: `runner*10,cron-nightly*3`. */
export const formatPlan = (rows: readonly PlanRow[]): string =>
  rows.map(({ role, count }) => `${role}*${count}`).join(',')

/** The rows of such a text. What is no row is left out. */
export function readPlan(text: string): PlanRow[] {
  return text.split(',').flatMap((row) => {
    const [, role = '', count = ''] = /^(.*)\*(\d{1,4})$/.exec(row) ?? []
    return role === '' && count === '' ? [] : [{ role, count: Number(count) }]
  })
}

/** Why a plan is none; null where it is. The same role twice would mean the same ids twice. */
export function planFault(rows: readonly PlanRow[]): string | null {
  const roles = rows.map(({ role }) => role.trim())
  const unfit = roles.find((role) => partFault(role) !== null || /[,*]/.test(role))
  if (roles.includes('')) return 'Each row needs a role.'
  if (unfit !== undefined) return `“${unfit}” is no role of a plan: it has no colon, comma or asterisk.`
  const twice = roles.find((role, at) => roles.indexOf(role) !== at)
  if (twice !== undefined) return `“${twice}” is in the plan twice.`
  if (rows.length > PLAN_ROWS_MAX) return `A plan has at most ${PLAN_ROWS_MAX} roles.`
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  return total > IDS_MAX ? `A plan has at most ${IDS_MAX} ids; this one has ${total}.` : null
}

/** Which part numbers the surfaces of a role, and which one names the role. */
function placesOf(names: readonly string[]): { instance: number; role: number } {
  const named = names.indexOf('instance')
  const instance = named >= 0 ? named : names.length - 1
  const role = names.indexOf('role')
  return { instance, role: role >= 0 && role !== instance ? role : instance === 0 ? names.length - 1 : instance - 1 }
}

/**
 * The ids of a plan, in its order: those of `id` with another role and number. Numbers have two digits, or as many as the largest.
 * Empty where the id does not fit the pattern, or the plan is none. Of a pattern with one part, that part is `role-01`.
 */
export function planIds(rows: readonly PlanRow[], id: string, names: readonly string[]): string[] {
  const values = splitId(id, names)
  if (!values || planFault(rows) !== null) return []
  const { instance, role: at } = placesOf(names)
  return rows.flatMap(({ role, count }) => {
    const digits = Math.max(2, String(count).length)
    return Array.from({ length: count }, (_, index) => {
      const number = String(index + 1).padStart(digits, '0')
      if (names.length === 1) return `${role.trim()}-${number}`
      return values.map((value, place) => (place === instance ? number : place === at ? role.trim() : value)).join(':')
    })
  })
}

/** The first id that counts on from this one and is not taken; null where it ends with no number. */
export function nextFreeId(id: string, isTaken: (id: string) => boolean): string | null {
  const [, head = '', digits = ''] = /^(.*?)(\d{1,6})$/su.exec(id) ?? []
  if (digits === '') return null
  for (let number = Number(digits) + 1, tries = 0; tries < TRIES_MAX; number++, tries++) {
    const next = head + String(number).padStart(digits.length, '0')
    if (!isTaken(next)) return next
  }
  return null
}

const TRIES_MAX = 10_000
