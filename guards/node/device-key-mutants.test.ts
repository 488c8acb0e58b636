/** Broken versions of a guard with a device key: what is asked of the real one must find each of them. */
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, vi } from 'vitest'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { AGENT_KEY } from '@/testing/authority/test-keys'
import { json } from '@/testing/faults/faults'
import { REGISTER, VALIDATE } from './testing/guard-stage'
import { type KeyStage, openKeyStage } from './testing/key-stage'

const SOURCE = readFileSync('guards/node/machineid-guard.mjs', 'utf8')
const LOST = "    return { allowed: false, code: ended ? 'GUARD_DEVICE_KEY_ENDED' : 'GUARD_DEVICE_KEY_LOST' }"
const NO_FILE = "    if (this.#keyFile && typeof own !== 'string') {"
const ENDED = "    forget()\n    return { allowed: false, code: 'GUARD_DEVICE_KEY_ENDED' }"
const MODE: Edit = ["'wx', 0o600)", "'wx', 0o644)"]
const MODE_AGAIN: Edit = ['    await handle.chmod(0o600)\n', '']
const RENAMES = '      await rename(temporary, path)\n'
const MAKES_ROOM = '    const room = await makeRoom(this.#keyFile)\n'
const SENT = "await this.#call('register', AbortSignal.timeout(ENROLMENT_MS), undefined)\n"

type Edit = [from: string, to: string]

const MUTANTS: Record<string, Edit[]> = {
  'goes on without a key': [
    [LOST, '    return { allowed: true }'],
    [NO_FILE, `    if (this.#keyFile && own === undefined) return { allowed: true }\n${NO_FILE}`],
  ],
  'writes a file that others can read, and closes it afterwards': [
    MODE,
    MODE_AGAIN,
    [RENAMES, `      await handle.chmod(0o600)\n${RENAMES}`],
  ],
  'writes a file that others can read': [MODE, MODE_AGAIN],
  'falls back to the shared key after a 401': [
    [ENDED, "    return { allowed: (await this.#call('validate', signal, undefined)).body.allowed }"],
  ],
  'falls back to the shared key where the file is gone': [[NO_FILE, '    if (false) {']],
  'takes a key that others can read': [['facts.mode & (isMounted ? 0o037 : 0o077)', 'false']],
  'takes a 401 of a proxy for the end of its key': [
    ["(status === 401 && said.includes('invalid_org_key'))", 'status === 401'],
  ],
  'asks for a key that it has no place for': [
    [MAKES_ROOM, '    let room = { keep: async () => undefined, close: async () => undefined }\n'],
    [SENT, `${SENT}      room = await makeRoom(this.#keyFile)\n`],
  ],
  'keeps a key in memory alone': [
    ['if (this.#key.startsWith(ENROLMENT) && !this.#keyFile)', 'if (false)'],
    [
      "return answer.allowed && !own && body.deviceKey ? { allowed: false, code: 'GUARD_DEVICE_KEY_UNKEPT' } : answer",
      'return this.keep(body, answer)',
    ],
    [
      '  async #ownKey() {',
      '  keep(body, answer) {\n    this.kept = body.deviceKey\n    return answer\n  }\n\n  async #ownKey() {\n    if (this.kept) return this.kept\n',
    ],
  ],
  'says a key in its log': [["      .replace(KEYS, '[key]')\n", '']],
}

type Check = () => Promise<boolean>

/** What a version of the guard does that it must not. */
async function wrongsOf(source: string): Promise<string[]> {
  const file = join(temporaryFolder(), 'guard.mjs')
  writeFileSync(file, source)
  const { Guard, Denied } = await import(/* @vite-ignore */ pathToFileURL(file).href)
  const wrongs: string[] = []
  const note = (what: string, isWrong: boolean) => void (isWrong && wrongs.push(what))

  /** Whether work may begin: at a guard of its own, or always the same one. */
  const checksOf = (stage: KeyStage) => {
    const make = () => new Guard(stage.device, { deadlineMs: 3_000, log: (line: string) => stage.lines.push(line) })
    const may = async (asks: () => Promise<void>) =>
      asks().then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Denied)) throw error
          return false
        },
      )
    let kept: InstanceType<typeof Guard> | undefined
    const start: Check = () => may(async () => make().check())
    const goOn: Check = () =>
      may(async () => {
        kept ??= make()
        await kept.check()
      })
    return { start, goOn }
  }
  const on = async (act: (stage: KeyStage, checks: ReturnType<typeof checksOf>) => Promise<void>) => {
    const stage = await openKeyStage()
    await act(stage, checksOf(stage))
    await stage.close()
  }

  await on(async (stage, { start, goOn }) => {
    const deviceKey = await stage.deviceKey()
    const folder = dirname(stage.file)
    stage.faults.on(REGISTER, (socket, request) => {
      for (const name of readdirSync(folder)) note('open file', (statSync(join(folder, name)).mode & 0o077) !== 0)
      return json({ status: 'ok', deviceKey })(socket, request)
    })
    note('does not work', !(await start()))
    note('open file', existsSync(stage.file) && (statSync(stage.file).mode & 0o077) !== 0)
    stage.faults.on(REGISTER, json({}, 401))
    stage.faults.requests.length = 0
    note('works after a 401 of a proxy', await start())
    note('asks for a key after a 401 of a proxy', stage.keysUsed(REGISTER).includes(stage.enrolKey))
    stage.restore()
    writeFileSync(stage.file, deviceKey)
    chmodSync(stage.file, 0o644)
    note('open key', await start())
    chmodSync(stage.file, 0o600)
    await goOn()
    unlinkSync(stage.file)
    note('no key', await start())
    note('no key any more', await goOn())
  })
  await on(async (stage, { goOn }) => {
    writeFileSync(stage.file, await stage.deviceKey(), { mode: 0o600 })
    vi.stubEnv('MACHINEID_ORG_KEY', AGENT_KEY)
    await goOn()
    await stage.endKey()
    note('works after the end of its key', await goOn())
    note('another key', stage.keysUsed(VALIDATE).includes(AGENT_KEY))
  })
  await on(async (stage, { goOn }) => {
    writeFileSync(stage.file, await stage.deviceKey(), { mode: 0o600 })
    vi.stubEnv('MACHINEID_ORG_KEY', AGENT_KEY)
    await goOn()
    unlinkSync(stage.file)
    await goOn()
    note('another key', stage.keysUsed(VALIDATE).includes(AGENT_KEY))
  })
  await on(async (stage, { start }) => {
    vi.stubEnv('MACHINEID_DEVICE_KEY_FILE', join(dirname(stage.file), 'missing/key'))
    await start()
    note('a key for nothing', stage.faults.requests.length > 0)
    vi.stubEnv('MACHINEID_DEVICE_KEY_FILE', undefined)
    note('a key in memory', await start())
    stage.faults.on(REGISTER, json({ error: `org_device_${'a'.repeat(43)}` }, 500))
    vi.stubEnv('MACHINEID_DEVICE_KEY_FILE', stage.file)
    await start()
    note('a key in the log', stage.lines.join().includes('org_device_'))
  })
  return wrongs
}

it('the real one does nothing wrong', async () => expect(await wrongsOf(SOURCE)).toEqual([]))

it.each(Object.entries(MUTANTS))('finds the one that %s', async (_, edits) => {
  const mutant = edits.reduce((source, [from, to]) => {
    expect(source.split(from)).toHaveLength(2)
    return source.replace(from, () => to)
  }, SOURCE)
  expect(await wrongsOf(mutant)).not.toEqual([])
})
