/** Programs that cannot have their addresses are named before any of them is started. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listenFault } from './listen-fault.mjs'

const HOST = '127.0.0.1'
let other: Server
let taken: number
let free: number

/** A server at an address that no other program has. */
async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, HOST)
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

beforeEach(async () => {
  const [first, second] = [await listening(), await listening()]
  other = first.server
  taken = first.port
  free = second.port
  await new Promise((closed) => second.server.close(closed))
})
afterEach(() => other.close())

const program = (what: string, portName: string, port: number) => ({
  what,
  host: HOST,
  port,
  given: port,
  hostName: 'HOST',
  portName,
})

it('has none where each program can listen, and leaves the addresses free', async () => {
  expect(await listenFault([program('console', 'PORT', free)])).toBeUndefined()
  expect(await listenFault([program('console', 'PORT', free)])).toBeUndefined()
})

it('names the port that is in use', async () => {
  const programs = [program('console', 'PORT', free), program('authority', 'AUTHORITY_PORT', taken)]
  expect(await listenFault(programs)).toBe(
    `The authority cannot listen on ${HOST}:${taken}: the port is in use. Set AUTHORITY_PORT to another port, or end what runs there.`,
  )
})

it('refuses one port for two programs', async () => {
  const programs = [program('console', 'PORT', free), program('authority', 'AUTHORITY_PORT', free)]
  expect(await listenFault(programs)).toBe(
    `The authority cannot listen on ${HOST}:${free}: that is the port of the console. Set AUTHORITY_PORT to another port.`,
  )
})

it('names a port that is none', async () => {
  expect(await listenFault([{ ...program('console', 'PORT', Number('http')), given: 'http' }])).toBe(
    'PORT is http: it must be a number from 1 to 65535.',
  )
})
