/** Rows about the programs that have the store open, and what each of them does. */
import type { Generated } from 'kysely'

/** `token` grows with each holder. */
export type LeaseRow = { name: string; holder: string; expires_at: number; token: Generated<number> }

/** A program that has the store open. `seen_at`: its last commit. `mark`: counts its commits. All times are the database's. */
export type WriterRow = {
  id: string
  kind: 'console' | 'task'
  name: string
  version: string
  started_at: number
  seen_at: number
  mark: number
  ended_at: number | null
}

/**
 * An operation that a console carries out. `kind`: what its calls do. `calling_until`: by then a call that is out has been answered or
 * has timed out. `preempted`: a newer stop covers it. `halt_asked`: it is to send nothing more.
 */
export type OperationRunRow = {
  operation_id: string
  org_id: string
  writer_id: string
  kind: 'stop' | 'resume' | 'other'
  began_at: number
  calling_until: number
  preempted: 0 | 1
  halt_asked: 0 | 1
}

/** One row: the step of the schema from which on a console can work with the schema as it is. */
export type SchemaFloorRow = { step: string }
