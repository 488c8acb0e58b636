/** Messages between the store and its threads. */
import type { Statement } from './connection'

export type ToStoreWorker =
  | { kind: 'run'; id: number; statement: Statement }
  /** The next rows of a long answer, please. */
  | { kind: 'next'; id: number }
  | { kind: 'close' }

/** A fault keeps SQLite's code (`SQLITE_FULL`), which an Error loses between threads. */
export type StatementFault = { message: string; code?: string }

export type FromStoreWorker =
  | { kind: 'rows'; id: number; columns: string[]; rows: unknown[][]; changes: number; more: boolean }
  | { kind: 'fault'; id: number; fault: StatementFault }

/** Rows in one message: what the main thread takes in within a millisecond or two. */
export const ROWS_PER_MESSAGE = 500
