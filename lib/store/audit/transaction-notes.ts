/**
 * What a transaction has changed of operations so far, and the events that it will append: kept beside the transaction, so
 * that its end can write into them how it leaves those operations. No write of an operation, an item or a hold is without it.
 */
import type { FinalState, HeldItems } from '@/lib/domain/audit'
import type { Db } from '../rows/db'
import type { NewEvent } from './audit-chain'
import { differing, lastFinal, type Part, readFinal } from './final-states'

/** An operation as the transaction found it, and the parts of it that it changed. */
export type Touched = {
  parts: Set<Part>
  found: 'absent' | 'open' | 'ended'
  /** Of one that had ended: its state by the record. */
  known: FinalState | null | undefined
  /** Parts that differed from the record before this transaction changed anything. */
  altered: Part[]
}

export type Notes = {
  /** `through`: the handle by which they were appended. */
  events: NewEvent[] & { through?: Db }
  touched: Map<string, Promise<Touched>>
  /** Operations that placed a hold on each of their items. */
  held: Map<string, HeldItems>
}

/** The same in every copy of this module: route handlers and the rest of the console may have one each. */
const NOTES = Symbol.for('machineid-console.transaction-notes')
type Noted = Db & { [NOTES]?: Notes }

export function beginNotes(tx: Db): Notes {
  const notes: Notes = { events: [], touched: new Map(), held: new Map() }
  ;(tx as Noted)[NOTES] = notes
  return notes
}

/** Undefined for a handle that no transaction of the console gave, such as that of a program that only reads. */
export const notesOf = (tx: Db): Notes | undefined => (tx as Noted)[NOTES]

/** Runs a write that changes a part of these operations, in a transaction that notes it. */
export async function changing<Result>(
  db: Db,
  part: Part,
  operationIds: Iterable<string>,
  write: (tx: Db) => Promise<Result>,
): Promise<Result> {
  if (!db.isTransaction) return db.transaction().execute((tx) => changing(tx, part, operationIds, write))
  const notes = notesOf(db)
  if (notes) for (const id of operationIds) (await touch(db, notes, id)).parts.add(part)
  return write(db)
}

/** As `changing`, for an operation that is inserted. */
export async function inserting<Result>(db: Db, id: string, write: (tx: Db) => Promise<Result>): Promise<Result> {
  if (!db.isTransaction) return db.transaction().execute((tx) => inserting(tx, id, write))
  const isNew: Touched = { parts: new Set(['row']), found: 'absent', known: undefined, altered: [] }
  notesOf(db)?.touched.set(id, Promise.resolve(isNew))
  return write(db)
}

function touch(tx: Db, { touched }: Notes, id: string): Promise<Touched> {
  const known = touched.get(id) ?? find(tx, id)
  touched.set(id, known)
  return known
}

async function find(tx: Db, id: string): Promise<Touched> {
  const row = await tx.selectFrom('operations').select('state').where('id', '=', id).executeTakeFirst()
  if (row?.state !== 'finished')
    return { parts: new Set(), found: row ? 'open' : 'absent', known: undefined, altered: [] }
  const known = await lastFinal(tx, id)
  const altered = known ? differing(known, await readFinal(tx, id)) : []
  return { parts: new Set(), found: 'ended', known, altered }
}
