/** Faults of PostgreSQL in words. */
import { DatabaseError } from 'pg'
import { AppError } from '@/lib/domain/errors'

/** Server errors by SQLSTATE, for which a person can do something. */
const BY_CODE: Record<string, string> = {
  '28P01': 'the password is wrong',
  '28000': 'this user may not log in from here',
  '3D000': 'there is no such database on this server',
  '42501': 'this user may not use its tables',
  '53300': 'the server takes no more connections',
  '53100': 'its disk is full',
  '57P03': 'the server is starting or stopping',
}

const BY_NETWORK: Record<string, string> = {
  ECONNREFUSED: 'nothing answers at this address',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name cannot be looked up now',
  ENOENT: 'there is no such socket',
  ETIMEDOUT: 'its host does not answer',
  EHOSTUNREACH: 'its host cannot be reached',
  ECONNRESET: 'the connection was cut',
}

/** A database that cannot be opened, as a sentence. */
export const openingFault = (cause: unknown, what: string): AppError =>
  cause instanceof AppError
    ? cause
    : new AppError(
        'internal',
        `The console's database ${what} cannot be used: ${whyPostgres(cause)}. Look at DATABASE_URL and at the server.`,
        { cause },
      )

/** Why the database did not do it, as a part of a sentence; the text of a fault has no password. */
export function whyPostgres(error: unknown): string {
  if (error instanceof DatabaseError) return BY_CODE[error.code ?? ''] ?? error.message
  const { code, message } = error as Error & { code?: string }
  if (/does not support SSL/.test(message))
    return 'it offers no TLS. Turn TLS on there, or add ?sslmode=disable where only trusted machines share the network'
  return BY_NETWORK[code ?? ''] ?? message
}

/** SQLSTATE classes of a server that cannot work now: connection, resources, operator, system; a lock that was not had in time. */
const AWAY = /^(08|53|57|58|55P03|25P03|25006)/
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/
const CLIENT =
  /^(Connection terminated|Client (was closed|has encountered)|Query read timeout|timeout expired|timeout exceeded)/

/** Whether the database is away, full or stuck, as opposed to having refused a statement that is wrong. */
export function isPostgresAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, message } = error as Error & { code?: unknown }
  if (error instanceof DatabaseError) return AWAY.test(error.code ?? '')
  return (typeof code === 'string' && NETWORK.test(code)) || CLIENT.test(message)
}
