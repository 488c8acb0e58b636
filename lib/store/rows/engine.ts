/** Which database a handle speaks to: for the few statements that both cannot run. */
import type { DialectAdapter, Kysely } from 'kysely'

export type Engine = 'sqlite' | 'postgres'

/** A dialect's adapter says its engine itself: its class may have been loaded twice. */
export type EngineAdapter = DialectAdapter & { readonly engine: Engine }

// biome-ignore lint/suspicious/noExplicitAny: whatever its tables are.
export const engineOf = (db: Kysely<any>): Engine => (db.getExecutor().adapter as EngineAdapter).engine
