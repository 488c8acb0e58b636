/**
 * Where a PostgreSQL database is, read from `DATABASE_URL`. A host that is not this machine is reached by TLS with a checked
 * certificate, unless the address says otherwise itself.
 */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { Secret } from '@/lib/domain/secret'

export type PostgresLocation = {
  /** A host name, an address, or the folder of a Unix socket. */
  host: string
  port: number
  database: string
  user: string
  password: Secret
  /** False: not encrypted. */
  tls: ConnectionOptions | false
  /** As given in `options`, such as `-c search_path=console`. */
  options: string | null
}

const DEFAULT_PORT = 5432
const KNOWN = ['host', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'options']
const MODES = ['disable', 'no-verify', 'require', 'verify-ca', 'verify-full']

/** @returns the location, or what is wrong with the text, which is never repeated: it has a password. */
export function readPostgresLocation(text: string): PostgresLocation | { fault: string } {
  let url: URL
  try {
    // A URL of an unknown scheme may have no host after a user name: that is how a Unix socket is written.
    url = new URL(text.trim().replace('@/', '@socket.invalid/'))
  } catch {
    return { fault: 'must be an address such as postgresql://user:password@host:5432/database' }
  }
  if (!/^postgres(ql)?:$/.test(url.protocol)) return { fault: 'must begin with postgresql://' }
  const unknown = [...url.searchParams.keys()].find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) return { fault: `has the setting "${unknown}", which is none of ${KNOWN.join(', ')}` }
  try {
    return locationOf(url)
  } catch (error) {
    return { fault: error instanceof LocationFault ? error.message : 'has a part that is not encoded as addresses are' }
  }
}

class LocationFault extends Error {}

function locationOf(url: URL): PostgresLocation {
  const setting = (name: string) => url.searchParams.get(name) || null
  const named = url.hostname === 'socket.invalid' ? '' : decodeURIComponent(url.hostname).replace(/^\[(.+)\]$/, '$1')
  const host = setting('host') ?? named
  const database = decodeURIComponent(url.pathname.slice(1))
  const user = decodeURIComponent(url.username)
  if (!host) throw new LocationFault('names no host')
  if (!user) throw new LocationFault('names no user')
  if (!database || database.includes('/'))
    throw new LocationFault('names no database: it comes after the host, as /database')
  return {
    host,
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    database,
    user,
    password: new Secret(decodeURIComponent(url.password)),
    tls: tlsOf(host, setting),
    options: setting('options'),
  }
}

function tlsOf(host: string, setting: (name: string) => string | null): ConnectionOptions | false {
  const mode = setting('sslmode') ?? (isThisMachine(host) ? 'disable' : 'verify-full')
  if (!MODES.includes(mode)) throw new LocationFault(`has sslmode=${mode}, which is none of ${MODES.join(', ')}`)
  if (mode === 'disable') return false
  const ca = setting('sslrootcert')
  if (mode === 'verify-ca' && ca === null) throw new LocationFault('has sslmode=verify-ca without sslrootcert=FILE')
  return {
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(mode === 'no-verify' ? { rejectUnauthorized: false } : {}),
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    ...fileAs('ca', ca, 'sslrootcert'),
    ...fileAs('cert', setting('sslcert'), 'sslcert'),
    ...fileAs('key', setting('sslkey'), 'sslkey'),
  }
}

function fileAs(part: string, path: string | null, name: string): Record<string, string> {
  if (path === null) return {}
  try {
    return { [part]: readFileSync(path, 'utf8') }
  } catch {
    throw new LocationFault(`has ${name}=${path}, which cannot be read`)
  }
}

const isThisMachine = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\./.test(host)
