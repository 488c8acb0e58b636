import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDeviceId } from '@/lib/domain/ids/device-id'
import type { Entry } from '@/testing/authority/api'
import { testAuthority } from '@/testing/authority/test-authority'
import { AGENT_KEY } from '@/testing/authority/test-keys'

const KEPT = [
  'crewai:prod:runner:01',
  `it's "quoted"`,
  'with spaces  inside',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '*',
  '%00',
  'a\\u0000b',
  'a+b&c=d#e?f',
  '\u202Egnp.exe',
  '👩🏽‍🚀 équipe 東京',
  'x'.repeat(256),
  'null',
  ',"}]',
]
const REFUSED = [
  '',
  '   ',
  'a\u0000b',
  'tab\there',
  'line\nbreak',
  '\u0085',
  '\u2028',
  '\ud800',
  'x'.repeat(257),
  'y'.repeat(10_240),
]

const list = async (get: (path: string) => Promise<{ body: { devices: Entry[] } }>, query = '') =>
  (await get(`devices/list${query}`)).body.devices

describe('device ids', () => {
  it.each(KEPT)('keeps %j byte for byte through every call', async (deviceId) => {
    const { org, agent } = await testAuthority({ idProfile: 'any' })
    expect((await agent.post('devices/register', { deviceId })).body).toMatchObject({ status: 'ok', deviceId })
    expect((await agent.post('devices/validate', { deviceId })).body.allowed).toBe(true)
    expect(await list(org.get)).toMatchObject([{ deviceId }])
    expect(await list(org.get, `?deviceId=${encodeURIComponent(deviceId)}`)).toMatchObject([{ deviceId }])
    expect((await org.post('devices/revoke_batch', { deviceIds: [deviceId] })).body.results).toMatchObject([
      { deviceId, status: 'ok', changed: true },
    ])
    expect((await agent.post('devices/validate', { deviceId })).body.code).toBe('DEVICE_REVOKED')
    expect((await org.post('devices/remove', { deviceId })).body).toMatchObject({ deviceId, changed: true })
    expect((await org.get('devices/list?since=0')).body.removed).toEqual([deviceId])
  })

  it.each(REFUSED)('refuses %j with one sentence and keeps nothing', async (deviceId) => {
    const { org, agent } = await testAuthority()
    for (const call of ['register', 'validate']) {
      const { status, body } = await agent.post(`devices/${call}`, { deviceId })
      expect([status, body.error]).toEqual([400, 'invalid_request'])
      expect(body.message).toMatch(/^deviceId must be 1 to 256 characters/)
    }
    expect(await list(org.get)).toEqual([])
  })

  it('keeps any legal id, in memory and in the list', async () => {
    const { org, agent } = await testAuthority({ idProfile: 'any' })
    const legal = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((id) => readDeviceId(id) !== null)
    await fc.assert(
      fc.asyncProperty(legal, async (sent) => {
        const deviceId = readDeviceId(sent) as string
        expect((await agent.post('devices/register', { deviceId: sent })).body.deviceId).toBe(deviceId)
        expect(await list(org.get, `?deviceId=${encodeURIComponent(deviceId)}`)).toMatchObject([{ deviceId }])
        await org.post('devices/remove', { deviceId })
      }),
      { numRuns: 60 },
    )
  })
})

describe('bodies', () => {
  const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const { agent } = await testAuthority()
    return agent.raw('devices/validate', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  }

  it.each([
    ['', 'nothing'],
    ['{', 'half an object'],
    ['[]', 'a list'],
    ['null', 'null'],
    ['"a"', 'a text'],
    ['{"deviceId":1}', 'a number for an id'],
    ['{"deviceId":{"toString":"a"}}', 'an object for an id'],
    ['{"__proto__":{"deviceId":"a"}}', 'a prototype'],
    ['{"deviceId":"a"} x', 'more after the end'],
    [`${'['.repeat(100_000)}`, 'deep nesting'],
  ])('refuses %j (%s) and allows nothing', async (body) => {
    const answer = await send(body)
    expect(answer).toMatchObject({ status: 400, body: { allowed: false, error: 'invalid_request', status: 'error' } })
  })

  it('refuses what is not UTF-8', async () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode('{"deviceId":"a'),
      0xff,
      ...new TextEncoder().encode('"}'),
    ])
    expect(await send(bytes)).toMatchObject({ status: 400, body: { message: 'The body is not valid UTF-8.' } })
  })

  it('takes the last of a name given twice', async () => {
    const { agent } = await testAuthority()
    await agent.post('devices/register', { deviceId: 'b' })
    const { body } = await agent.raw('devices/validate', {
      method: 'POST',
      body: '{"deviceId":"a","deviceId":"b"}',
      headers: {
        'content-type': 'application/json; charset=utf-8',
      },
    })
    expect(body.allowed).toBe(true)
  })

  it('refuses other media types and encodings', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect(await send('{"deviceId":"a"}', { 'content-type': type })).toMatchObject({
        status: 415,
        body: { allowed: false },
      })
    }
    expect(await send('{"deviceId":"a"}', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 })
  })

  it('takes 1 MiB and no more', async () => {
    const padded = (bytes: number) => {
      const start = '{"deviceId":"a","padding":"'
      return `${start}${'x'.repeat(bytes - start.length - 2)}"}`
    }
    expect((await send(padded(1024 * 1024))).status).toBe(200)
    expect(await send(padded(1024 * 1024 + 1))).toMatchObject({ status: 413, body: { allowed: false } })
  })

  it('counts a body without a length too', async () => {
    const { url } = await testAuthority()
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const stream = new ReadableStream({
      start: (controller) => {
        for (let sent = 0; sent < 20; sent += 1) controller.enqueue(chunk)
        controller.close()
      },
    })
    const init = { method: 'POST', body: stream, duplex: 'half', headers: { 'x-org-key': AGENT_KEY } }
    const reply = await fetch(`${url}/api/v1/devices/validate`, init as RequestInit)
    expect([reply.status, (await reply.json()).allowed]).toEqual([413, false])
  })
})

describe('connections', () => {
  const open = async (port: number) => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    await once(socket, 'connect')
    let said = ''
    socket.on('data', (chunk) => {
      said += chunk
    })
    socket.on('error', () => undefined)
    return { socket, said: () => said }
  }
  const head = `POST /api/v1/devices/validate HTTP/1.1\r\nhost: x\r\nx-org-key: ${AGENT_KEY}\r\ncontent-type: application/json\r\n`

  it('a body that arrives slowly delays no other request and is decided when it is complete', async () => {
    const { port, org, agent } = await testAuthority()
    await agent.post('devices/register', { deviceId: 'a' })
    const slow = await open(port)
    slow.socket.write(`${head}expect: 100-continue\r\ncontent-length: 16\r\n\r\n{"devic`)
    await expect.poll(slow.said).toContain('100 Continue')
    expect((await agent.post('devices/validate', { deviceId: 'a' })).body.allowed).toBe(true)
    await org.post('devices/revoke', { deviceId: 'a' })
    slow.socket.write('eId":"a"}')
    await expect.poll(slow.said).toContain('"allowed":false,"code":"DEVICE_REVOKED"')
    slow.socket.destroy()
  })

  it('a key that was rotated away while the body came is dead at the decision', async () => {
    const { port, org, agent } = await testAuthority()
    await agent.post('devices/register', { deviceId: 'a' })
    const slow = await open(port)
    slow.socket.write(`${head}expect: 100-continue\r\ncontent-length: 16\r\n\r\n{"devic`)
    await expect.poll(slow.said).toContain('100 Continue')
    await org.post('org/rotate_key', { kind: 'agent' })
    slow.socket.write('eId":"a"}')
    await expect.poll(slow.said).toContain('"code":"INVALID_ORG_KEY"')
    slow.socket.destroy()
  })

  it.each([
    ['two lengths', `${head}content-length: 16\r\ncontent-length: 17\r\n\r\n{"deviceId":"a"}`],
    ['length and chunks', `${head}content-length: 16\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['no HTTP', 'hello\r\n\r\n'],
    ['folded header', `${head}x-a: b\r\n c\r\ncontent-length: 16\r\n\r\n{"deviceId":"a"}`],
  ])('%s is never allowed, and is answered in JSON', async (_name, text) => {
    const { port, agent } = await testAuthority()
    await agent.post('devices/register', { deviceId: 'other' })
    const raw = await open(port)
    raw.socket.write(text)
    await expect.poll(raw.said).toMatch(/"allowed":(false|true)/)
    expect(raw.said()).toMatch(/"allowed":false/)
    raw.socket.destroy()
  })

  it('unknown paths and methods get different answers', async () => {
    const { org } = await testAuthority()
    expect(await org.get('devices/nothing')).toMatchObject({ status: 404, body: { error: 'not_found' } })
    expect(await org.get('/')).toMatchObject({ status: 404 })
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const reply = await org.raw('devices/revoke', { method })
      expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST'])
    }
    expect((await org.post('devices/list')).headers.get('allow')).toBe('GET')
  })
})
