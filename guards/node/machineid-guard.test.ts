import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Denied, Guard } from '@/guards/node/machineid-guard.mjs'
import { AGENT_KEY } from '@/testing/authority/test-keys'
import { hang, json, raw } from '@/testing/faults/faults'
import { FAULTS, type GuardStage, openGuardStage, REGISTER, VALIDATE, YES } from './testing/guard-stage'

const SOURCE = 'guards/node/machineid-guard.mjs'

let stage: GuardStage
beforeEach(async () => {
  stage = await openGuardStage()
})
afterEach(() => stage.close())

function guardOf(id = stage.device, options = {}) {
  const lines: string[] = []
  return { guard: new Guard(id, { deadlineMs: 3_000, log: (line) => lines.push(line), ...options }), lines }
}

it('allows, and registers once', async () => {
  const { guard, lines } = guardOf()
  await Promise.all([guard.check(), guard.check()])
  await guard.check()
  expect([stage.asked(REGISTER), stage.asked(VALIDATE), lines]).toEqual([1, 3, []])
})

it.each(Object.keys(FAULTS))('denies on %s', async (fault) => {
  await guardOf().guard.check()
  const { guard, lines } = guardOf(stage.device, { deadlineMs: 1_000 })
  await stage.arm(fault)
  const began = performance.now()
  const denied = await guard.check('tool send').catch((error: unknown) => error)
  expect(denied).toBeInstanceOf(Denied)
  // Far less than a fault lasts.
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain((denied as Denied).code)
  expect(lines[0]).toContain('"tool send"')
  expect(stage.asked('/elsewhere')).toBe(0)
})

it.each(['500', 'timeout', 'html', 'no allowed'])('denies if register answers %s, and asks it again', async (fault) => {
  const { guard } = guardOf()
  stage.faults.on(REGISTER, FAULTS[fault] as never)
  await expect(guard.check()).rejects.toBeInstanceOf(Denied)
  expect(stage.asked(VALIDATE)).toBe(0)
  stage.restore()
  await guard.check()
})

it('reports code and request id, and never the key', async () => {
  const { guard, lines } = guardOf()
  await guard.check()
  await stage.arm('revoked')
  const denied: Denied = await guard.check().catch((error) => error)
  expect(denied.code).toBe('DEVICE_REVOKED')
  expect(lines[0]).toContain(`code="DEVICE_REVOKED" request_id="${denied.requestId}"`)
  stage.faults.on(VALIDATE, json({ allowed: false, code: `bad \n\u2028 key ${AGENT_KEY}` }))
  const echoed: Denied = await guard.check().catch((error) => error)
  for (const said of [...lines, String(echoed), JSON.stringify(echoed)]) expect(said).not.toMatch(/org_agent|\n|\u2028/)
})

it.each([
  ['MACHINEID_BASE_URL', ''],
  ['MACHINEID_BASE_URL', 'ftp://127.0.0.1'],
  ['MACHINEID_BASE_URL', 'http://user@127.0.0.1'],
  ['MACHINEID_ORG_KEY', ''],
  ['MACHINEID_ORG_KEY', 'org_\r\nx: y'],
])('denies with %s=%j', (name, value) => {
  vi.stubEnv(name, value)
  expect(() => guardOf()).toThrow(Denied)
})

it.each([0, 999, 3_001, Number.NaN])('takes no deadline of %d ms', (deadlineMs) => {
  expect(() => guardOf(stage.device, { deadlineMs })).toThrow(Denied)
})

it('denies a yes that comes too late for a busy loop', async () => {
  const { guard } = guardOf()
  await guard.check()
  const asked = guard.check()
  await new Promise((turn) => setImmediate(turn))
  const until = performance.now() + 3_100
  while (performance.now() < until);
  await expect(asked).rejects.toMatchObject({ code: 'GUARD_DEADLINE' })
})

it('is not moved by a wall clock that jumps', async () => {
  const { guard } = guardOf()
  for (const at of [0, 1e13]) {
    vi.spyOn(Date, 'now').mockReturnValue(at)
    await guard.check()
  }
  stage.faults.on(VALIDATE, hang())
  await expect(guardOf(stage.device, { deadlineMs: 1_000 }).guard.check()).rejects.toBeInstanceOf(Denied)
})

it('answers for one device, beside a guard of another', async () => {
  const one = guardOf().guard
  const other = guardOf(`${stage.device}:other`).guard
  await Promise.all([one.check(), other.check()])
  await stage.arm('revoked')
  await expect(one.check()).rejects.toBeInstanceOf(Denied)
  await other.check()
})

it('protects functions and generators before their first line', async () => {
  const { guard } = guardOf()
  const ran: unknown[] = []
  const one = guard.protect((value: number) => ran.push(value))
  const two = guard.protect(async (value: number) => ran.push(value))
  const three = guard.protect(function* (value: number) {
    yield ran.push(value)
  })
  const four = guard.protect(async function* (value: number) {
    yield ran.push(value)
  })
  const all = [() => one(1), () => two(2), () => three(3).next(), () => four(4).next()]
  for (const run of all) await run()
  expect(ran).toEqual([1, 2, 3, 4])
  await stage.arm('revoked')
  for (const run of all) await expect(run()).rejects.toBeInstanceOf(Denied)
  expect(ran).toEqual([1, 2, 3, 4])
})

it.each(['a"b', '$(id)', '`id`', '*/', "it's {x} %s", ['$', '{x}'].join(''), '😀', '\u202eabc', 'a\u2028b'])(
  'sends the id %j exactly',
  async (id) => {
    await guardOf(id)
      .guard.check()
      .catch(() => undefined)
    expect(new Set(stage.faults.requests.map(({ body }) => JSON.parse(body).deviceId))).toEqual(new Set([id]))
  },
)

/** Runs a module with a guard in a process of its own. */
async function run(text: string, env: Record<string, string> = {}) {
  const start = `import { Guard } from ${JSON.stringify(`${process.cwd()}/${SOURCE}`)}
    const guard = new Guard(${JSON.stringify(stage.device)}, { deadlineMs: 1000 })\n`
  const child = spawn(process.execPath, ['--input-type=module', '-e', start + text], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const [code, signal] = await once(child, 'close')
  return { code, signal, said }
}

it('ends a process that does not catch the denial, also without await', async () => {
  await guardOf().guard.check()
  await stage.arm('revoked')
  for (const check of ['await guard.check()', 'guard.check(); await new Promise((go) => setTimeout(go, 5000))']) {
    const { code, said } = await run(`${check}\nconsole.log('went on')`)
    expect(code).toBe(1)
    expect(said).not.toMatch(/went on|org_agent/)
  }
})

it('ends the process at once with exitOnDenial, past every handler, from a worker thread too', async () => {
  await guardOf().guard.check()
  await stage.arm('revoked')
  const went = `process.on('exit', () => console.log('went on'))\n`
  const attempt = `try { await guard.check() } catch {} finally { console.log('went on') }`
  const main = await run(went + attempt, { MACHINEID_GUARD_EXIT: '1' })
  expect(main).toMatchObject({ code: 77 })
  const module = JSON.stringify(`${process.cwd()}/${SOURCE}`)
  const inWorker = `import { Worker } from 'node:worker_threads'
    new Worker(\`import(${module}).then(async ({ Guard }) => { const guard = new Guard(); ${attempt} })\`, { eval: true })
    setTimeout(() => console.log('went on'), 20000)`
  const worker = await run(inWorker, { MACHINEID_GUARD_EXIT: '1', MACHINEID_DEVICE_ID: stage.device })
  expect(worker).toMatchObject({ signal: 'SIGKILL' })
  for (const { said } of [main, worker]) expect(said).not.toContain('went on')
})

it('needs nothing but what Node has', () => {
  const source = readFileSync(SOURCE, 'utf8')
  const imports = [...source.matchAll(/^import .* from '(.*)'$/gm)].map(([, name]) =>
    (name as string).replace('node:', ''),
  )
  expect(imports.filter((name) => !builtinModules.includes(name))).toEqual([])
})

it('takes a body that ends before its length for no answer', async () => {
  stage.faults.on(VALIDATE, raw(200, JSON.stringify(YES), { 'content-length': '1000' }))
  await expect(guardOf().guard.check()).rejects.toBeInstanceOf(Denied)
})
