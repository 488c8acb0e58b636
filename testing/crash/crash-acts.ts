/** What a person does in a life, through the same use cases as the API. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { startDueOperations } from '@/lib/background/start-due-operations'
import type { StartOperation } from '@/lib/domain/command'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import type { Operation } from '@/lib/domain/operation'
import { cancelOperation, continueOperation, retryOperation } from '@/lib/services/operations/control-operation'
import { startOperation } from '@/lib/services/operations/start-operation'
import { createSelection } from '@/lib/services/selections/create-selection'
import { invoke } from '@/lib/services/service'
import { type CrashConsole, readOnce } from './crash-console'

/** `role`: what the selectors of a life's acts look for. */
export const devicesOf = (role: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `crewai:prod:${role}:${String(at + 1).padStart(2, '0')}`)
/** The authority does not know it, and refuses. */
const UNKNOWN = 'crewai:prod:unknown:01'
const LATER_MS = 40

export type Act =
  | 'revoke'
  | 'revoke-reviewed'
  | 'revoke-all'
  | 'revoke-unknown'
  | 'revoke-later'
  | 'fence'
  | 'join'
  | 'undo'
  | 'undo-staged'
  | 'restore'
  | 'remove'
  | 'disable'
  | 'enable'
  | 'continue'
  | 'cancel'
  | 'retry'

export const RANDOM_ACTS: readonly Act[] = [
  ...([
    'revoke',
    'revoke-reviewed',
    'revoke-reviewed',
    'revoke-all',
    'revoke-unknown',
    'revoke-later',
    'fence',
    'join',
  ] as const),
  ...(['undo', 'undo', 'undo', 'undo-staged', 'restore', 'restore', 'remove', 'disable', 'enable'] as const),
  ...(['continue', 'continue', 'cancel', 'retry'] as const),
]

/** `register`: as an agent. `random`: numbers from 0 to below 1; 0 each time takes the newest there is. */
export type People = {
  console_: CrashConsole
  role: string
  devices: readonly string[]
  random: () => number
  register: (deviceId: string) => Promise<void>
}

/** @returns the operation as it was acknowledged; null where there is nothing to do; why it was refused, in words. */
export async function play(people: People, act: Act): Promise<Operation | string | null> {
  try {
    return await acted(people, act)
  } catch (error) {
    if (error instanceof AppError) return `${act}: ${error.detail}`
    throw error
  }
}

async function acted(people: People, act: Act): Promise<Operation | null> {
  const { console_, role, devices, random, register } = people
  const { deps, org, person } = console_
  const start = (input: Omit<StartOperation, 'id'>): Promise<Operation> =>
    invoke(startOperation, person(), { id: randomUUID(), reason: 'x', ...input })
  const some = () => devices.filter(() => random() < 0.4)
  switch (act) {
    case 'revoke':
      return start({ kind: 'revoke', target: { ids: some() } })
    case 'revoke-reviewed': {
      const ids = some()
      if (ids.length === 0) return null
      const { selectionId, digest } = await invoke(createSelection, person(), { ids })
      return start({ kind: 'revoke', target: { selectionId, digest } })
    }
    case 'revoke-all':
      return start({ kind: 'revoke', target: { selector: `role:${role}` } })
    case 'revoke-unknown':
      return start({ kind: 'revoke', target: { ids: [UNKNOWN] } })
    case 'revoke-later': {
      const ids = some()
      for (let laterMs = LATER_MS; ; laterMs *= 2) {
        const startAt = new Date(Date.now() + laterMs).toISOString()
        const later = await start({ kind: 'revoke', target: { ids }, startAt }).catch(orNullIfOver(startAt))
        if (!later) continue
        void delay(laterMs)
          .then(() => startDueOperations(deps))
          .catch(() => undefined)
        return later
      }
    }
    case 'fence': {
      const endsAt = new Date(Date.now() + 3_600_000).toISOString()
      return start({ kind: 'revoke', target: { selector: `role:${role}-later` }, fence: { endsAt } })
    }
    case 'join':
      await register(`crewai:prod:${role}-later:${randomUUID()}`)
      await readOnce(org)
      return null
    case 'undo':
    case 'undo-staged': {
      const undoes = await pick(people, { kind: 'revoke', isHolding: true })
      return undoes ? start({ kind: 'restore', undoes, staged: act === 'undo-staged' || undefined }) : null
    }
    case 'restore':
      return start({ kind: 'restore', target: { ids: some() }, releases: await operations(people, 'revoke') })
    case 'remove': {
      const ids = [1, 2].map(() => `crewai:prod:spare:${randomUUID()}`)
      for (const id of ids) await register(id)
      return start({ kind: 'remove', target: { ids }, typed: 'main' })
    }
    case 'disable':
    case 'enable':
      return start({ kind: act })
    case 'continue':
      return control(people, continueOperation, await pick(people, { states: ['paused', 'interrupted'] }))
    case 'cancel':
      return control(people, cancelOperation, await pick(people, { states: ['paused', 'interrupted', 'running'] }))
    case 'retry':
      return control(people, retryOperation, await pick(people, { hasMissed: true }))
  }
}

/** On a busy machine the time may be over before the act is looked at: then a later one is asked for. */
const orNullIfOver = (startAt: string) => (error: unknown) => {
  if (error instanceof InvalidInput && Date.parse(startAt) <= Date.now()) return null
  throw error
}

const control = async ({ console_ }: People, service: typeof retryOperation, operation: string | null) =>
  operation === null ? null : invoke(service, console_.person(), { operation, reason: 'x' })

/** @returns how many operations waited for a person and go on now. */
export async function continueAll(people: People): Promise<number> {
  const { reads } = people.console_.deps.store
  const waiting = await reads
    .selectFrom('operations')
    .select('id')
    .where('state', 'in', ['paused', 'interrupted'])
    .where('total', '>', 0)
    .execute()
  const going = await Promise.all(waiting.map(({ id }) => control(people, continueOperation, id).catch(() => null)))
  return going.filter((operation) => operation !== null).length
}

async function operations({ console_ }: People, kind: 'revoke'): Promise<string[]> {
  const { reads } = console_.deps.store
  const rows = await reads.selectFrom('operations').select('id').where('kind', '=', kind).limit(100).execute()
  return rows.map((row) => row.id)
}

type Wanted = { kind?: 'revoke'; isHolding?: true; hasMissed?: true; states?: ('paused' | 'interrupted' | 'running')[] }

/** One of the newest operations that are like that. */
async function pick(
  { console_, random }: People,
  { kind, isHolding, hasMissed, states }: Wanted,
): Promise<string | null> {
  let query = console_.deps.store.reads.selectFrom('operations').select('id').where('total', '>', 0)
  if (kind) query = query.where('kind', '=', kind)
  if (states) query = query.where('state', 'in', states)
  if (isHolding)
    query = query.where('id', 'in', (e) =>
      e.selectFrom('holds').select('operation_id').where('released_at', 'is', null).$castTo<{ operation_id: string }>(),
    )
  if (hasMissed)
    query = query
      .where('state', '=', 'finished')
      .where('id', 'in', (e) =>
        e.selectFrom('operation_items').select('operation_id').where('outcome', 'in', ['refused', 'failed']),
      )
  const rows = await query.orderBy('requested_at', 'desc').limit(4).execute()
  return rows[Math.floor(random() ** 2 * rows.length)]?.id ?? null
}
