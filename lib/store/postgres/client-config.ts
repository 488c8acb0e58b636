import type { ClientConfig } from 'pg'
import type { PostgresLocation } from './postgres-location'
import { RESULT_TYPES } from './result-types'

/** A database that does not take a connection by then is away, in ms. */
const CONNECT_MS = 3_000
/** A lock that is not had by then: another console is stuck, in ms. */
const LOCK_MS = 8_000
/** One statement, in ms. */
const STATEMENT_MS = 15_000
/** By then the network is broken: the server has ended the statement before. In ms. */
const ANSWER_MS = STATEMENT_MS + 2_000
/** A console that is paused in a transaction holds up all others no longer than this, in ms. */
const IDLE_IN_TRANSACTION_MS = 5_000

/** How a client connects. `long`: for reading everything, which has no limit of time but that of the reader. */
export function clientConfig(location: PostgresLocation, { long = false } = {}): ClientConfig {
  const { host, port, database, user, password, tls, options } = location
  return {
    host,
    port,
    database,
    user,
    password: () => password.reveal(),
    ssl: tls,
    ...(options === null ? {} : { options }),
    application_name: 'machineid-console',
    client_encoding: 'UTF8',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: CONNECT_MS,
    types: RESULT_TYPES,
    // A statement is sent without waiting for the answer to the one before: an act costs fewer round trips.
    pipeline: true,
    ...(long
      ? {}
      : {
          lock_timeout: LOCK_MS,
          statement_timeout: STATEMENT_MS,
          query_timeout: ANSWER_MS,
          idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
        }),
  }
}
