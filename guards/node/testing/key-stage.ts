/** A stage whose org gives devices keys of their own; the environment has an enrolment key and a file for the device key. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import { Denied, Guard } from '@/guards/node/machineid-guard.mjs'
import type { KeyPolicy } from '@/lib/domain/keys/key-policy'
import { apiOf } from '@/testing/authority/api'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { AGENT_KEY } from '@/testing/authority/test-keys'
import { type GuardStage, openGuardStage } from './guard-stage'

/** What can happen to a device key while its agent works. */
export const KEY_FAULTS = ['key ended', 'key removed', 'file gone', 'file open', 'file empty', 'file cut'] as const

export type KeyStage = GuardStage & {
  enrolKey: string
  file: string
  lines: string[]
  /** Registers an id under the enrolment key: the key that this gives. */
  deviceKey(id?: string): Promise<string>
  endKey(): Promise<unknown>
  /** A person lets the device get one more key. */
  release(): Promise<unknown>
  guard(options?: object): Guard
  /** The denial of a check; fails if there is none. */
  denied(guard?: Guard): Promise<Denied>
  key(): string
  /** The keys that requests to a path had, oldest first. */
  keysUsed(path: string): unknown[]
  /** Whose the last decision of the device is: "proven" if its own key asked. */
  source(): Promise<string | undefined>
  /** Names of files beside that of the key. */
  leftovers(): string[]
}

export async function openKeyStage(policy: Exclude<KeyPolicy, 'shared'> = 'mixed'): Promise<KeyStage> {
  const stage = await openGuardStage()
  const { org, device, faults } = stage
  await org.post('org/device_keys', { policy })
  const enrolKey = (await org.post('org/agent_keys', { name: 'enrolment', use: 'enrolment' })).body
    .agentApiKey as string
  const folder = join(temporaryFolder(), "the agent's keys")
  mkdirSync(folder)
  const file = join(folder, 'device.key')
  vi.stubEnv('MACHINEID_ORG_KEY', enrolKey)
  vi.stubEnv('MACHINEID_DEVICE_KEY_FILE', file)
  const enrol = apiOf(faults.url, enrolKey)
  const lines: string[] = []
  const guard = (options = {}) => new Guard(device, { deadlineMs: 3_000, log: (line) => lines.push(line), ...options })
  return {
    ...stage,
    enrolKey,
    file,
    lines,
    guard,
    deviceKey: async (id = device) => (await enrol.post('devices/register', { deviceId: id })).body.deviceKey as string,
    endKey: () => org.post('devices/end_key_batch', { deviceIds: [device] }),
    release: () => org.post('devices/release_key_batch', { deviceIds: [device] }),
    async denied(asks) {
      const error: unknown = await (async () => (asks ?? guard()).check())().catch((thrown: unknown) => thrown)
      if (!(error instanceof Denied)) throw new Error(`no denial, but ${String(error)}`)
      return error
    },
    key: () => readFileSync(file, 'utf8').trim(),
    keysUsed: (path) =>
      faults.requests.filter((each) => each.path === path).map(({ headers }) => headers['x-org-key'] as unknown),
    source: async () =>
      (await org.get(`devices/list?deviceId=${encodeURIComponent(device)}`)).body.devices[0]?.lastDecision?.source,
    leftovers: () => readdirSync(folder).filter((name) => name.startsWith('device.key.')),
  }
}

/** An agent that has its device key, for the matrix. What its guard must not fall back to is there too: the agent key. */
export async function openKeyedAgent(): Promise<GuardStage> {
  const stage = await openKeyStage()
  writeFileSync(stage.file, await stage.deviceKey(), { mode: 0o600 })
  stage.faults.requests.length = 0
  vi.stubEnv('MACHINEID_ORG_KEY', AGENT_KEY)
  const acts: Record<string, () => unknown> = {
    'key ended': stage.endKey,
    'key removed': () => stage.org.post('devices/remove', { deviceId: stage.device }),
    'file gone': () => unlinkSync(stage.file),
    'file open': () => chmodSync(stage.file, 0o644),
    'file empty': () => truncateSync(stage.file, 0),
    'file cut': () => truncateSync(stage.file, 20),
  }
  return {
    ...stage,
    register: async () => undefined,
    async arm(name) {
      const act = acts[name]
      if (!act) return stage.arm(name)
      await act()
      stage.deny()
    },
  }
}
