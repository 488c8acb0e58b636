/** The file of a device key: what a guard takes for one, where it can be kept, and that no other user ever reads it. */
import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { json } from '@/testing/faults/faults'
import { REGISTER, VALIDATE } from './testing/guard-stage'
import { type KeyStage, openKeyStage } from './testing/key-stage'

let stage: KeyStage
beforeEach(async () => {
  stage = await openKeyStage()
})
afterEach(() => stage.close())

/** Enrols the device, and forgets what was sent for it. */
async function enrolled(): Promise<string> {
  await stage.guard().check()
  stage.faults.requests.length = 0
  return stage.key()
}

async function refused(said: string) {
  const denied = await stage.denied()
  expect([denied.code, denied.help]).toEqual(['GUARD_DEVICE_KEY_FILE', expect.stringContaining(said)])
  expect(stage.faults.requests).toEqual([])
  expect(stage.leftovers()).toEqual([])
  return denied
}

it('is closed to others before the key is issued: from then on only its name changes', async () => {
  const deviceKey = await stage.deviceKey()
  const seen: number[][] = []
  stage.faults.on(REGISTER, (socket, request) => {
    const folder = dirname(stage.file)
    for (const name of readdirSync(folder)) {
      const { mode, ino } = statSync(join(folder, name))
      seen.push([mode & 0o777, ino])
    }
    return json({ status: 'ok', deviceKey })(socket, request)
  })
  await stage.guard().check()
  const { mode, ino } = statSync(stage.file)
  expect([seen, mode & 0o777]).toEqual([[[0o600, ino]], 0o600])
})

it.each([0o644, 0o640, 0o604, 0o660, 0o602])('of mode %o is refused with the command that mends it', async (mode) => {
  await enrolled()
  chmodSync(stage.file, mode)
  const { help } = await refused('can be read or changed by others')
  execFileSync('sh', ['-c', help.split(': ')[1] as string])
  await stage.guard().check()
})

it.each<[string, (key: string) => string, string]>([
  ['empty', () => '', 'is empty'],
  ['cut', (key) => key.slice(0, -1), 'holds no whole device key'],
  ['too long', (key) => `${key}a`, 'holds no whole device key'],
  ['far too long', (key) => `${key}\n${'a'.repeat(100_000)}`, 'holds no whole device key'],
  ['two keys', (key) => `${key}\n${key}\n`, 'holds no whole device key'],
  ['ended by two line breaks', (key) => `${key}\n\n`, 'holds no whole device key'],
  ['an agent key', () => `org_agent_${'a'.repeat(43)}`, 'holds no whole device key'],
])('that is %s is refused', async (_, make, said) => {
  const key = await enrolled()
  writeFileSync(stage.file, make(key))
  expect(String(await refused(said))).not.toContain(key.slice(12, -2))
  expect(readFileSync(stage.file, 'utf8')).toBe(make(key))
})

it.each(['', '\n', '\r\n'])('may end with %j', async (end) => {
  const key = await enrolled()
  writeFileSync(stage.file, key + end)
  await stage.guard().check()
  expect(stage.keysUsed(VALIDATE)).toEqual([key])
})

it.each<[string, () => void]>([
  ['a directory', () => mkdirSync(stage.file)],
  ['a pipe', () => void execFileSync('sh', ['-c', 'mkfifo "$0"', stage.file])],
])('that is %s is refused', async (_, make) => {
  make()
  await refused('is not a file')
})

it('is read through a link, as secret mounts have it, and written through none', async () => {
  const link = `${stage.file}-link`
  symlinkSync(stage.file, link)
  vi.stubEnv('MACHINEID_DEVICE_KEY_FILE', link)
  await refused('name the file that it leads to')
  writeFileSync(stage.file, await stage.deviceKey(), { mode: 0o400 })
  vi.stubEnv('MACHINEID_ORG_KEY', undefined)
  await stage.guard().check()
})

it.each(['missing/device.key', 'x'.repeat(300)])('without a place for it at %s, no key is asked for', async (path) => {
  vi.stubEnv('MACHINEID_DEVICE_KEY_FILE', join(dirname(stage.file), path))
  await refused('cannot be')
})

it('on a full disk, no key is asked for', async () => {
  const text = `import { Guard } from ${JSON.stringify(`${process.cwd()}/guards/node/machineid-guard.mjs`)}
    process.on('SIGXFSZ', () => undefined)
    await new Guard(${JSON.stringify(stage.device)}, { deadlineMs: 3000 }).check().catch((denied) => console.log(denied.help))`
  // A limit of no blocks is a disk without room for a single byte.
  const child = spawn(
    'sh',
    ['-c', 'ulimit -f 0; exec "$0" --input-type=module -e "$1" | cat', process.execPath, text],
    {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  let said = ''
  for await (const chunk of child.stdout) said += chunk
  expect(said).toContain('No key was asked for')
  expect([stage.faults.requests, stage.leftovers()]).toEqual([[], []])
})

it('whose folder goes while the key is issued is a denial that names the release', async () => {
  const [folder, moved] = [dirname(stage.file), `${dirname(stage.file)} moved`]
  const deviceKey = await stage.deviceKey()
  stage.faults.on(REGISTER, (socket, request) => {
    renameSync(folder, moved)
    return json({ status: 'ok', deviceKey })(socket, request)
  })
  const denied = await stage.denied()
  expect(denied.code).toBe('GUARD_DEVICE_KEY_FILE')
  expect(denied.help).toMatch(/is lost\. A person must release the id/)
  expect(stage.asked(VALIDATE)).toBe(0)
  rmSync(moved, { recursive: true })
})
