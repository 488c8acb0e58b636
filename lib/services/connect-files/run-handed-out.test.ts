/** The files as they are handed out in their zip, started by the command that is handed out with them, against a real authority. */
import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { BOUNDARIES, type Boundary } from '@/lib/domain/connect/boundaries'
import { FRAMEWORKS, type Framework } from '@/lib/domain/connect/frameworks'
import { commandsOf, handOut } from '@/lib/domain/connect/hand-out'
import { apiOf } from '@/testing/authority/api'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { AGENT_KEY, ORG_KEY } from '@/testing/authority/test-keys'
import { type PretendModel, startPretendModel } from '@/testing/pretend-model/start-pretend-model'
import { unpackZip } from '@/testing/zip/unpack-zip'
import { readGuards } from './read-guards'
import { zipFiles } from './zip-files'

const sources = await readGuards()
let authority: RunningAuthority
let model: PretendModel
let onModelCall: () => Promise<unknown>
const started: ChildProcess[] = []
let runs = 0

beforeAll(async () => {
  authority = await startAuthority({ dataDir: ':memory:', orgKey: ORG_KEY, agentKey: AGENT_KEY, drainMs: 200 })
  model = await startPretendModel({ rounds: 2, onCall: async () => void (await onModelCall()) })
})
beforeEach(() => {
  onModelCall = async () => undefined
})
afterEach(() => {
  for (const { pid, exitCode } of started.splice(0)) if (pid && exitCode === null) process.kill(-pid, 'SIGKILL')
})
afterAll(async () => {
  await model.close()
  await authority.close()
})

/** An agent of its own in a folder of its own, as a person would start it. */
function startAgent(id: string, boundaries: readonly Boundary[] = BOUNDARIES) {
  const framework = FRAMEWORKS.find((known) => known.id === id)
  if (!framework) throw new Error(`there is no ${id}`)
  const device = `${framework.part}:test:run'ner $HOME:${String(++runs).padStart(2, '0')}`
  const unpacked = temporaryFolder()
  const files = handOut(framework, sources, { id: device, baseUrl: authority.url, boundaries })
  unpackZip(zipFiles(files, 'agent', Date.now()), unpacked)
  const folder = join(unpacked, 'agent')
  install(framework, folder)
  const line = commandsOf(framework).at(-1)?.lines.join('\n') ?? ''
  const start = () => {
    const child = spawn('sh', ['-c', line], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        NODE_ENV: 'production',
        PATH: process.env.PATH,
        MACHINEID_ORG_KEY: AGENT_KEY,
        OPENAI_BASE_URL: model.url,
        OPENAI_API_KEY: 'sk-pretend',
        OPENAI_AGENTS_DISABLE_TRACING: '1',
        ANTHROPIC_BASE_URL: model.url.replace(/\/v1$/, ''),
        ANTHROPIC_API_KEY: 'pretend',
      },
    })
    started.push(child)
    let out = ''
    child.stdout.on('data', (piece) => {
      out += piece
    })
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
    return { out: () => out, errors: text(child.stderr), ended }
  }
  return { device, start }
}

/** What `npm install` would put there; in the place of a package whose CLI is a download of its own, what calls its hooks directly. */
function install({ id }: Framework, folder: string): void {
  const modules = join(process.cwd(), 'node_modules')
  if (id !== 'claude-agent-node') {
    symlinkSync(modules, join(folder, 'node_modules'))
    return
  }
  const own = join(folder, 'node_modules/@anthropic-ai/claude-agent-sdk')
  mkdirSync(own, { recursive: true })
  copyFileSync('guards/node/testing/claude-agent-sdk.mjs', join(own, 'index.mjs'))
  writeFileSync(join(own, 'package.json'), JSON.stringify({ type: 'module', exports: './index.mjs' }))
  symlinkSync(join(modules, 'zod'), join(folder, 'node_modules/zod'))
}

const org = () => apiOf(authority.url, ORG_KEY)
const revoke = (deviceId: string) => org().post('devices/revoke', { deviceId })

it('finds an agent that does not ask', async () => {
  const { device, start } = startAgent('ai-sdk', [])
  await org().post('devices/register', { deviceId: device })
  await revoke(device)
  const agent = start()
  expect(await agent.ended).toBe(0)
  expect(agent.out()).toContain('Done.')
})

describe.each(['node', 'shell'])('a loop: %s', (id) => {
  it('works until its device is revoked, then ends with code 77', async () => {
    const { device, start } = startAgent(id)
    const agent = start()
    await expect.poll(agent.out).toContain('result of the plan of task 2')
    await revoke(device)
    expect(await agent.ended).toBe(77)
    const errors = await agent.errors
    expect(errors).toContain('DEVICE_REVOKED')
    expect(errors).toContain(device)
    expect(errors).not.toContain(AGENT_KEY)
    const again = start()
    expect(await again.ended).toBe(77)
    expect(again.out()).toBe('')
  })
})

describe.each(['ai-sdk', 'langchain-node', 'openai-agents-node', 'claude-agent-node', 'mastra'])(
  'with a model: %s',
  (id) => {
    it('works to its end when it is allowed, and begins nothing after a denial', async () => {
      const allowed = startAgent(id).start()
      expect(await allowed.ended, await allowed.errors).toBe(0)
      expect(allowed.out()).toContain('Done.')

      const { device, start } = startAgent(id)
      const before = model.calls.length
      onModelCall = () => revoke(device)
      const agent = start()
      expect(await agent.ended).toBe(77)
      expect(await agent.errors).toContain('DEVICE_REVOKED')
      expect(agent.out()).toBe('')
      expect(model.calls.length).toBe(before + 1)
    })

    it('also runs without its other boundaries: a revoke is noticed before the side effect', async () => {
      const { device, start } = startAgent(id, ['effect'])
      // Without a check at its start it registers only before the side effect.
      await org().post('devices/register', { deviceId: device })
      onModelCall = () => revoke(device)
      const before = model.calls.length
      const agent = start()
      expect(await agent.ended, await agent.errors).toBe(77)
      expect(agent.out()).toBe('')
      expect(model.calls.length).toBeGreaterThan(before + 1)
    })
  },
)
