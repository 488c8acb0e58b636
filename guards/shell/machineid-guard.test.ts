import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { FAULTS, type GuardStage, openGuardStage, REGISTER, VALIDATE, YES } from '@/guards/node/testing/guard-stage'
import { AGENT_KEY } from '@/testing/authority/test-keys'
import { json } from '@/testing/faults/faults'

const SCRIPT = 'guards/shell/machineid-guard.sh'

let stage: GuardStage
beforeEach(async () => {
  stage = await openGuardStage()
})
afterEach(() => stage.close())

async function guard(args: string[], env: Record<string, string> = {}, script = SCRIPT) {
  const child = spawn('sh', [script, ...args], {
    env: { ...process.env, MACHINEID_DEVICE_ID: stage.device, MACHINEID_GUARD_SECONDS: '3', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  const [code] = await once(child, 'close')
  return { code, said }
}

it('registers, allows and becomes the command', async () => {
  expect(await guard(['register'])).toEqual({ code: 0, said: '' })
  expect(await guard(['register'])).toEqual({ code: 0, said: '' })
  expect(await guard(['check', 'it'])).toEqual({ code: 0, said: '' })
  expect(await guard(['run', 'echo', 'worked on'])).toEqual({ code: 0, said: 'worked on\n' })
})

it.each(Object.keys(FAULTS))('denies on %s', async (fault) => {
  await stage.register()
  await stage.arm(fault)
  const { code, said } = await guard(['run', 'echo', 'worked on'], { MACHINEID_GUARD_SECONDS: '1' })
  expect(code).toBe(77)
  expect(said).toMatch(/^machineid-guard: denied device=".*" before="command echo" code=".+" request_id=".+"\n$/)
  expect(said).not.toContain(AGENT_KEY)
  expect(stage.asked('/elsewhere')).toBe(0)
})

it.each([
  '{"note":"\\"allowed\\":true","allowed":false}',
  '{"note":{"allowed":true},"allowed":false}',
  '{"allowed":true,"allowed":false}',
  '{"allowed":"allowed","x":true}',
  '{"not allowed":true}',
  '[{"allowed":true}]',
  'x {"allowed":true}',
  '{"allowed":true} {"allowed":false}',
  '{"allowed":true',
  '{"allowed":trueish}',
])('does not read %s as a yes', async (body) => {
  stage.faults.on(VALIDATE, (socket) => {
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  })
  expect((await guard(['check'])).code).toBe(77)
})

it('takes a yes that is written over several lines', async () => {
  const body = JSON.stringify(YES, null, 2)
  stage.faults.on(VALIDATE, (socket) => {
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  })
  expect((await guard(['check'])).code).toBe(0)
})

it('reports code and request id, and never the key', async () => {
  await stage.register()
  await stage.arm('revoked')
  expect((await guard(['check', 'a "b"\n$(id)'])).said).toMatch(
    /^machineid-guard: denied device="node:test:agent:\d+" before="a b\$\(id\)" code="DEVICE_REVOKED" request_id="[0-9a-f-]{36}"\n$/,
  )
  stage.faults.on(VALIDATE, json({ allowed: false, code: AGENT_KEY }))
  expect((await guard(['check'])).said).not.toContain(AGENT_KEY)
})

it('denies if register is refused', async () => {
  stage.faults.on(REGISTER, json({ status: 'blocked', error: 'device_limit_reached' }))
  const { code, said } = await guard(['register'])
  expect(code).toBe(77)
  expect(said).toContain('device_limit_reached')
})

it.each<Record<string, string>>([
  { MACHINEID_BASE_URL: '' },
  { MACHINEID_BASE_URL: 'file:///etc/passwd' },
  { MACHINEID_BASE_URL: 'http://user@127.0.0.1' },
  { MACHINEID_ORG_KEY: '' },
  { MACHINEID_ORG_KEY: 'org_"\nurl = "http://127.0.0.1' },
  { MACHINEID_ORG_KEY: `org_enrol_${'a'.repeat(43)}` },
  { MACHINEID_GUARD_SECONDS: '60' },
  { MACHINEID_DEVICE_ID: '' },
  { MACHINEID_DEVICE_ID: 'a\nb' },
])('denies with %j', async (env) => {
  expect((await guard(['check'], env)).code).toBe(77)
  expect(stage.faults.requests).toEqual([])
})

it('denies without a word, or with a wrong one', async () => {
  for (const args of [[], ['validate'], ['run']]) expect((await guard(args)).code).toBe(77)
})

it.each(['a"b', '$(id)', '`id`', '*/', "it's {x} %s", 'a\\b', '😀', '@/etc/passwd'])(
  'sends the id %j exactly',
  async (id) => {
    await guard(['register'], { MACHINEID_DEVICE_ID: id })
    expect(stage.faults.requests.map(({ body }) => JSON.parse(body).deviceId)).toEqual([id])
  },
)

const MUTANTS: Record<string, [fault: string, from: string, to: string]> = {
  'allows on a fault of curl': ['timeout', ') || deny "GUARD_CURL_$?"', ') || exit 0'],
  'allows whatever the status': ['500 with a yes', '[ "$status" = 200 ] ||', 'true ||'],
  'allows when `allowed` is missing': ['no allowed', 'has allowed true ||', '! has allowed false ||'],
  'allows on "true"': ['allowed "true"', 'has allowed true ||', 'has allowed \'"?true"?\' ||'],
  'follows a redirect': ['redirect', '--max-redirs 0', '--location'],
}

it.each(Object.entries(MUTANTS))('its test finds the one that %s', async (_, [fault, from, to]) => {
  const source = readFileSync(SCRIPT, 'utf8')
  expect(source.split(from)).toHaveLength(2)
  const script = join(mkdtempSync(join(tmpdir(), 'guard-')), 'mutant.sh')
  writeFileSync(
    script,
    source.replace(from, () => to),
  )
  await stage.register()
  await stage.arm(fault)
  expect((await guard(['check'], {}, script)).code).toBe(0)
})
