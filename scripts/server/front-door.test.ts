/** The front door over bare sockets: what makes no sense is refused before the handler, and every answer has its headers. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { oddRequests } from '@/testing/http/odd-requests'
import { faultsOf, sendRaw } from '@/testing/http/raw-answers'
import { BODY_BYTES_MAX } from '../../lib/domain/defaults.mjs'
import { createFrontDoor } from './front-door.mjs'
import { refuse } from './refuse.mjs'
import { securityHeaders } from './security-headers.mjs'

let close: (() => void) | undefined
afterEach(() => close?.())

/** A server with or without the door, in front of `handle`. */
async function listen(handle: RequestListener, door: typeof createFrontDoor | null = createFrontDoor): Promise<number> {
  const server = createServer({ requireHostHeader: false })
  close = () => {
    server.close()
    server.closeAllConnections()
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  if (door) door({ publicUrl: 'https://console.example', ownHosts: [host] }, handle)(server)
  else server.on('request', handle)
  return port
}

/** The framework at its most trusting: it reads the whole body and believes host and target. */
function trusting(request: IncomingMessage, response: ServerResponse): void {
  const echo = () => {
    const target = request.url ?? ''
    if (target.startsWith('/api/')) response.writeHead(404)
    else if (URL.canParse(target, 'http://own.example/'))
      response.writeHead(303, { location: new URL(target, 'http://own.example/').href })
    else response.writeHead(500)
    response.end()
  }
  request.on('error', () => {})
  request.on('end', echo).resume()
}

async function playAll(port: number): Promise<string[]> {
  const faults: string[] = []
  for (const odd of oddRequests(`127.0.0.1:${port}`)) faults.push(...faultsOf(odd, await sendRaw(port, odd.raw)))
  return faults
}

it('refuses all that makes no sense, with all headers, and echoes no foreign host', async () => {
  expect(await playAll(await listen(trusting))).toEqual([])
}, 60_000)

describe('the same requests find', () => {
  const mutants: Record<string, () => Promise<number>> = {
    'a server without the door': () => listen(trusting, null),
    'a door without one header': () =>
      listen((request, response) => {
        const setHeader = response.setHeader.bind(response)
        response.setHeader = (name, value) => (name === 'x-content-type-options' ? response : setHeader(name, value))
        trusting(request, response)
      }),
    'a door that takes the foreign target for the address': () =>
      listen((request, response) => {
        const host = request.headers['x-forwarded-host'] ?? request.headers.host
        response.writeHead(303, { location: `http://${host}/` }).end()
      }),
  }
  it.each(Object.keys(mutants))(
    '%s (mutant)',
    async (name) => {
      expect((await playAll((await mutants[name]?.()) as number)).length).toBeGreaterThan(0)
    },
    120_000,
  )
})

it('hands on what was true: the address of the socket, and no header that only the server itself may set', async () => {
  let seen: IncomingMessage['headers'] = {}
  const port = await listen((request, response) => {
    seen = request.headers
    response.end()
  })
  const lies = [
    'x-machineid-socket',
    'x-middleware-subrequest',
    'x-invoke-path',
    'next-action',
    'x-nonce',
    'range',
    'content-security-policy',
  ]
  const kept = ['rsc', 'x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host', 'cookie', 'authorization']
  const headers = [...lies, ...kept].map((name) => `${name}: lie\r\n`).join('')
  await sendRaw(port, `GET /a?b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`)
  expect(Object.keys(seen).sort()).toEqual([...kept, 'connection', 'host', 'x-machineid-socket'].sort())
  expect(seen['x-machineid-socket']).toBe('127.0.0.1')
})

it('lets an absolute target of its own through as a path', async () => {
  let seen = ''
  const port = await listen((request, response) => {
    seen = request.url ?? ''
    response.end()
  })
  const ask = (target: string) => sendRaw(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  await ask('http://console.example/stop?a=b')
  expect(seen).toBe('/stop?a=b')
  await ask(`HTTP://127.0.0.1:${port}`)
  expect(seen).toBe('/')
  await ask('http://console.example?a')
  expect(seen).toBe('/?a')
})

it('hands on a body that is as long as allowed, and not one byte more', async () => {
  let bytes = 0
  const port = await listen((request, response) => {
    bytes = 0
    request.on('error', () => {})
    request.on('data', (chunk) => {
      bytes += chunk.length
    })
    request.on('end', () => response.end())
  })
  const chunked = (length: number) =>
    `POST /api/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${length.toString(16)}\r\n${'x'.repeat(length)}\r\n0\r\n\r\n`
  expect(await sendRaw(port, chunked(BODY_BYTES_MAX))).toContain('HTTP/1.1 200')
  expect(bytes).toBe(BODY_BYTES_MAX)
  expect(await sendRaw(port, chunked(BODY_BYTES_MAX + 1))).toContain('HTTP/1.1 413')
  expect(bytes).toBeLessThanOrEqual(BODY_BYTES_MAX)
})

it('finds a server that keeps what is longer (mutant)', async () => {
  let bytes = 0
  const port = await listen((request, response) => {
    request.on('data', (chunk) => {
      bytes += chunk.length
    })
    request.on('end', () => response.end())
  }, null)
  const length = BODY_BYTES_MAX + 1
  await sendRaw(
    port,
    `POST /api/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`,
  )
  expect(bytes).toBeGreaterThan(BODY_BYTES_MAX)
})

it('lets a page have a policy of its own, and leaves one in place of none', async () => {
  const port = await listen((request, response) => {
    if (request.url === '/own') response.setHeader('content-security-policy', "default-src 'self'")
    response.end('x')
  })
  const headOf = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).headers
  expect((await headOf('/own')).get('content-security-policy')).toBe("default-src 'self'")
  const headers = await headOf('/none')
  for (const [name, value] of Object.entries(securityHeaders({ publicUrl: 'https://console.example' })))
    expect(headers.get(name)).toBe(value)
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
  expect(securityHeaders({ publicUrl: 'http://127.0.0.1:3000' })).not.toHaveProperty('strict-transport-security')
})

it('says nothing of what was sent', async () => {
  const server = createServer((_, response) => refuse(response, { status: 400, detail: 'No.' }))
  close = () => void server.close()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const reply = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`)
  expect(await reply.json()).toEqual({
    type: 'about:blank#bad-request',
    title: 'Bad Request',
    status: 400,
    detail: 'No.',
    code: 'bad-request',
    requestId: reply.headers.get('x-request-id'),
  })
})

it('refuses an address with a key in it, and repeats no word of it', async () => {
  let seen = 0
  const port = await listen((_, response) => {
    seen += 1
    response.end()
  })
  const key = `org_agent_${'k'.repeat(43)}`
  for (const target of [`/api/orgs/main/state?key=${key}`, `/${key}`, `/stop?x=%6Frg_${'k'.repeat(43)}`]) {
    const answer = await sendRaw(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(answer).toContain('HTTP/1.1 400')
    expect(answer).not.toContain('kkkk')
  }
  expect(seen).toBe(0)
})
