/** Any number that no other program takes in this database. */
const WRITE_LOCK = 7_203_184_551

/** Waits until no other transaction of the console writes, and keeps others waiting until its own ends. */
export const LOCK_STATEMENT = `select pg_advisory_xact_lock(${WRITE_LOCK})`

/** The server's clock, in epoch ms: those of several consoles may be a day apart. */
export const DATABASE_NOW = '(extract(epoch from clock_timestamp()) * 1000)::bigint'
