/** The end of every transaction of the console: its events record how it leaves the operations that it changed. */
import { randomUUID } from 'node:crypto'
import { CompiledQuery } from 'kysely'
import { CONSOLE_NAME, type FinalState, type HeldItems } from '@/lib/domain/audit'
import { SIGNAL_STATEMENT } from '../postgres/commit-signals'
import type { Db } from '../rows/db'
import { engineOf } from '../rows/engine'
import type { OperationRow } from '../rows/schema'
import { writeEvents } from './append-events'
import { canonicalJson, type NewEvent } from './audit-chain'
import { differing, lastFinal, type Part, readFinal } from './final-states'
import type { Notes, Touched } from './transaction-notes'

/** `final`: absent where an operation goes on as it was. */
type Said = { final?: FinalState | null; held?: HeldItems; altered?: Part[] }
type Changed = Pick<OperationRow, 'id' | 'org_id' | 'kind' | 'state' | 'stop_status'>

/** @param now epoch ms, of events that have to be added. */
export async function endTransaction(tx: Db, notes: Notes, now: number): Promise<void> {
  for (const [id, waiting] of notes.touched) {
    const touched = await waiting
    const held = notes.held.get(id)
    if (touched.found !== 'ended' && !touched.parts.has('row') && !held) continue
    const row = await tx
      .selectFrom('operations')
      .select(['id', 'org_id', 'kind', 'state', 'stop_status'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) continue
    const said = row.state === 'finished' ? await saidOfEnded(tx, id, touched) : saidOfOpen(touched, notes, id)
    if (said || held) say(notes, row, { ...said, ...(held ? { held } : {}) }, now)
  }
  if (notes.events.length === 0) return
  const written = writeEvents(notes.events.through ?? tx, notes.events)
  await Promise.all([written, signalCommit(tx)])
}

/** The database sends it with the commit, to every console that listens. */
async function signalCommit(tx: Db): Promise<void> {
  if (engineOf(tx) === 'postgres') await tx.executeQuery(CompiledQuery.raw(SIGNAL_STATEMENT))
}

/** Null if the record has it already. */
async function saidOfEnded(tx: Db, id: string, { found, parts, known, altered }: Touched): Promise<Said | null> {
  if (found === 'ended' && known) {
    const changed = [...parts]
    const now = await readFinal(tx, id, changed)
    const kept = Object.fromEntries(Object.entries(known).filter(([part]) => !parts.has(part as Part)))
    const final = { ...kept, ...now } as FinalState
    return differing(known, final).length === 0 ? null : { final, ...naming(altered) }
  }
  const final = { form: 1, ...(await readFinal(tx, id)) } as FinalState
  // The row said one thing and the record the other, before this transaction.
  const earlier = found === 'open' ? await lastFinal(tx, id) : undefined
  return { final, ...naming(earlier || known === null ? ['row'] : []) }
}

function saidOfOpen({ found, altered }: Touched, { events }: Notes, id: string): Said | null {
  if (found === 'ended') return { final: null, ...naming(altered) }
  // Every row has an event that records it.
  return found === 'absent' && !events.some((event) => event.operation_id === id) ? {} : null
}

const naming = (altered: Part[]): Pick<Said, 'altered'> => (altered.length > 0 ? { altered } : {})

/** In the last event about the operation; where there is none, in one of its own. */
function say({ events }: Notes, row: Changed, said: Said, now: number): void {
  const about = events.findLast((event) => event.operation_id === row.id)
  if (about) about.data = canonicalJson({ ...JSON.parse(about.data), ...said })
  else events.push(changeEvent(row, said, events.at(-1), now))
}

/** By the actor of the rest of the transaction. */
function changeEvent(
  { id, org_id, kind, stop_status: stop }: Changed,
  said: Said,
  by: NewEvent | undefined,
  now: number,
) {
  return {
    id: randomUUID(),
    org_id,
    at: by?.at ?? now,
    kind: 'operation.changed',
    data: canonicalJson({ operationId: id, operation: kind, stop, ...said }),
    user_id: by?.user_id ?? null,
    actor_name: by?.actor_name ?? CONSOLE_NAME,
    session_id: by?.session_id ?? null,
    address: by?.address ?? null,
    request_id: by?.request_id ?? null,
    reason: null,
    device_id: null,
    operation_id: id,
  } satisfies NewEvent
}
