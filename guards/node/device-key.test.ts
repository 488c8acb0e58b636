/** A guard with a device key of its own: how it comes to one, keeps it and loses it. Each fault is a denial that says what to do. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Guard } from '@/guards/node/machineid-guard.mjs'
import { AGENT_KEY } from '@/testing/authority/test-keys'
import { type Fault, hang, html, json } from '@/testing/faults/faults'
import { REGISTER, VALIDATE, YES } from './testing/guard-stage'
import { type KeyStage, openKeyStage } from './testing/key-stage'

const RELEASE = 'A person must release the id'
const GUARD = JSON.stringify(`${process.cwd()}/guards/node/machineid-guard.mjs`)

describe.each(['mixed', 'per-device'] as const)('in a %s org', (policy) => {
  let stage: KeyStage
  beforeEach(async () => {
    stage = await openKeyStage(policy)
  })
  afterEach(async () => {
    await stage.close()
    expect(stage.leftovers()).toEqual([])
    for (const line of stage.lines) expect(line).not.toMatch(/org_(device|enrol)_/)
  })

  it('enrols once, and asks with its own key', async () => {
    const guard = stage.guard()
    await Promise.all([guard.check(), guard.check()])
    expect(stage.key()).toMatch(/^org_device_[\w-]{43}$/)
    expect(statSync(stage.file).mode & 0o777).toBe(0o600)
    expect(stage.keysUsed(REGISTER)).toEqual([stage.enrolKey])
    expect(stage.keysUsed(VALIDATE)).toEqual([stage.key(), stage.key()])
    expect([await stage.source(), stage.lines]).toEqual(['proven', []])
  })

  it('needs no enrolment key once the file is there, also as the same guard without exit', async () => {
    await stage.guard().check()
    vi.stubEnv('MACHINEID_ORG_KEY', undefined)
    stage.faults.requests.length = 0
    await stage.guard().check()
    await stage.guard().withoutExit().check()
    expect(new Set(stage.faults.requests.map(({ headers }) => headers['x-org-key']))).toEqual(new Set([stage.key()]))
  })

  it('refuses an enrolment key without a file before a key is issued', async () => {
    vi.stubEnv('MACHINEID_DEVICE_KEY_FILE', undefined)
    expect((await stage.denied()).code).toBe('GUARD_CONFIGURATION')
    expect(stage.lines[0]).toContain('set MACHINEID_DEVICE_KEY_FILE')
    expect(stage.faults.requests).toEqual([])
    await stage.guard({ keyFile: stage.file }).check()
  })

  it('denies where a key is issued without a file for it', async () => {
    vi.stubEnv('MACHINEID_DEVICE_KEY_FILE', undefined)
    vi.stubEnv('MACHINEID_ORG_KEY', AGENT_KEY)
    stage.faults.on(REGISTER, json({ status: 'ok', deviceKey: `org_device_${'a'.repeat(43)}` }))
    const denied = await stage.denied()
    expect([denied.code, denied.help]).toEqual([
      'GUARD_DEVICE_KEY_UNKEPT',
      expect.stringContaining('Set MACHINEID_DEVICE_KEY_FILE'),
    ])
    expect(stage.asked(VALIDATE)).toBe(0)
  })

  it('needs a release once its file is lost, at the start and while it works', async () => {
    const working = stage.guard()
    await working.check()
    unlinkSync(stage.file)
    for (const guard of [working, working, stage.guard()]) {
      const denied = await stage.denied(guard)
      expect([denied.code, denied.message]).toEqual(['GUARD_DEVICE_KEY_LOST', expect.stringContaining(RELEASE)])
    }
    expect(stage.lines[0]).toContain(RELEASE)
    await stage.release()
    await working.check()
  })

  it('needs a release once its key has ended, and then replaces the file', async () => {
    const working = stage.guard()
    await working.check()
    const old = stage.key()
    await stage.endKey()
    for (const guard of [working, working, stage.guard()]) {
      const denied = await stage.denied(guard)
      expect([denied.code, denied.message]).toEqual(['GUARD_DEVICE_KEY_ENDED', expect.stringContaining(RELEASE)])
    }
    expect(stage.key()).toBe(old)
    await stage.release()
    await working.check()
    expect(stage.key()).not.toBe(old)
    expect(statSync(stage.file).mode & 0o777).toBe(0o600)
  })

  it('uses no shared key, neither after the end of its own nor before it has one', async () => {
    vi.stubEnv('MACHINEID_ORG_KEY', AGENT_KEY)
    expect((await stage.denied()).code).toBe('GUARD_DEVICE_KEY_MISSING')
    writeFileSync(stage.file, await stage.deviceKey(), { mode: 0o600 })
    const guard = stage.guard()
    await guard.check()
    await stage.endKey()
    for (let time = 0; time < 3; time += 1) expect((await stage.denied(guard)).code).toBe('GUARD_DEVICE_KEY_ENDED')
    expect(stage.faults.requests.map(({ headers }) => headers['x-org-key'])).not.toContain(AGENT_KEY)
  })

  const FAULTS: [string, Fault][] = [
    ['401 with a yes', json(YES, 401)],
    ['401', json({}, 401)],
    ['500', json({ error: 'internal' }, 500)],
    ['timeout', hang()],
    ['html', html()],
  ]
  it.each(FAULTS)('keeps its key on %s, which does not come from the authority', async (_, fault) => {
    await stage.guard().check()
    const key = stage.key()
    for (const path of [REGISTER, VALIDATE]) stage.faults.on(path, fault)
    expect((await stage.denied(stage.guard({ deadlineMs: 1_000 }))).code).not.toContain('DEVICE_KEY')
    expect([stage.keysUsed(REGISTER), stage.key()]).toEqual([[stage.enrolKey, key], key])
  })

  it('says that another key is needed', async () => {
    await stage.guard().check()
    const other = new Guard(`${stage.device}:other`, { deadlineMs: 3_000, log: (line) => stage.lines.push(line) })
    expect((await stage.denied(other)).help).toContain('Give each id a key and a file of its own')
    vi.stubEnv('MACHINEID_DEVICE_KEY_FILE', undefined)
    vi.stubEnv('MACHINEID_ORG_KEY', AGENT_KEY)
    const denied = await stage.denied()
    expect([denied.code, denied.help]).toEqual([
      'DEVICE_KEY_REQUIRED',
      expect.stringContaining('Set MACHINEID_DEVICE_KEY_FILE'),
    ])
  })

  it('keeps a key that comes after the deadline of the check', async () => {
    let letGo: () => void = () => undefined
    const issued = stage.deviceKey()
    const late = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const deviceKey = await issued
    stage.faults.on(REGISTER, async (socket, request) => {
      await late
      await json({ status: 'ok', deviceKey })(socket, request)
    })
    const guard = stage.guard({ deadlineMs: 1_000 })
    expect((await stage.denied(guard)).code).toBe('GUARD_DEADLINE')
    letGo()
    await expect.poll(() => existsSync(stage.file)).toBe(true)
    await guard.check()
    expect(stage.keysUsed(VALIDATE)).toEqual([deviceKey])
  })

  /** Runs a module with a guard in a process of its own. */
  async function run(text: string) {
    const start = `import { Guard } from ${GUARD}
      const guard = new Guard(${JSON.stringify(stage.device)}, { deadlineMs: 3000 })\n`
    const child = spawn(process.execPath, ['--input-type=module', '-e', start + text], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
    const [code] = await once(child, 'close')
    return { code, said }
  }

  it('shares the key with other processes of the device', async () => {
    const ended = await Promise.all(Array.from({ length: 4 }, () => run('await guard.check()')))
    expect(ended).toEqual(Array(4).fill({ code: 0, said: '' }))
    expect(new Set(stage.keysUsed(VALIDATE))).toEqual(new Set([stage.key()]))
  })

  it('gives it to no child: not in its environment, on a command line, or as an open file', async () => {
    const { code, said } = await run(`await guard.check()
      const { execFileSync } = await import('node:child_process')
      const show = "ls -l /proc/self/fd; tr '\\\\0' ' ' </proc/$PPID/cmdline; env"
      console.log(String(execFileSync('sh', ['-c', show])).replace(process.env.MACHINEID_DEVICE_KEY_FILE, 'FILE'))`)
    expect([code, said]).toEqual([0, expect.stringContaining('MACHINEID_DEVICE_KEY_FILE=FILE')])
    for (const secret of [stage.key(), stage.file]) expect(said).not.toContain(secret)
  })
})
