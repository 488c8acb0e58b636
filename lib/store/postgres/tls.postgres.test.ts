/** A server that takes encrypted connections alone: which certificates a console trusts. */
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '@/scripts/postgres/free-port.mjs'
import { startPostgres } from '@/scripts/postgres/postgres-server.mjs'
import { openStore } from '../open/open-store'
import { readPostgresLocation } from './postgres-location'

const FILES = resolve('testing/store/tls')
const PASSWORD = 'word-of-the-encrypted'

let folder: string
let port: number
let stop: () => Promise<void>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-tls-'))
  port = await freePort()
  const plain = await startPostgres({ folder, port, password: PASSWORD })
  const client = new Client({ connectionString: plain.url('postgres') })
  await client.connect()
  await client.query('create database console')
  await client.end()
  await plain.stop()
  // The files are the server's: it reads no key that others may read.
  const { uid, gid } = statSync(join(folder, 'data'))
  for (const name of ['server.pem', 'server.key']) {
    copyFileSync(join(FILES, name), join(folder, name))
    chownSync(join(folder, name), uid, gid)
    chmodSync(join(folder, name), 0o600)
  }
  const rules = join(folder, 'data', 'pg_hba.conf')
  writeFileSync(rules, readFileSync(rules, 'utf8').replace(/^host\b/gm, 'hostssl'))
  const settings = { ssl: 'on', ssl_cert_file: join(folder, 'server.pem'), ssl_key_file: join(folder, 'server.key') }
  const server = await startPostgres({ folder, port, password: PASSWORD, settings, ssl: { rejectUnauthorized: false } })
  stop = () => server.stop('immediate')
})
afterAll(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

/** @returns what the start says, or that it is open. */
async function start(settings: string): Promise<string> {
  const location = readPostgresLocation(`postgresql://console:${PASSWORD}@127.0.0.1:${port}/console?${settings}`)
  if ('fault' in location) return location.fault
  return openStore(location).then(
    (store) => store.close().then(() => 'open'),
    (error: Error) => error.message,
  )
}

const root = (name: string) => `sslrootcert=${join(FILES, name)}`

it.each([
  ['the root of its certificate, whatever its name', `sslmode=verify-ca&${root('ca.pem')}`, /^open$/],
  ['no check at all, if that is asked for', 'sslmode=no-verify', /^open$/],
  ['another root', `sslmode=verify-ca&${root('other.pem')}`, /certificate|issuer/i],
  ['no root but those of the system', 'sslmode=verify-full', /certificate|issuer/i],
  ['its root, and another name', `sslmode=verify-full&${root('ca.pem')}`, /db\.example\.org|altnames/i],
  ['no encryption', 'sslmode=disable', /this user may not log in from here|no encryption/],
])('%s', async (_, settings, said) => {
  const answer = await start(settings)
  expect(answer).toMatch(said)
  expect(answer).not.toContain(PASSWORD)
})
