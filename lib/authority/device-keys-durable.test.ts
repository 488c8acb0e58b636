/** Device keys on a disk that takes nothing, and in a process that is killed: what was acknowledged is so, what was not is not. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Api, apiOf } from '@/testing/authority/api'
import { keyedOrg } from '@/testing/authority/keyed-org'
import { bundleProgram, runProgram } from '@/testing/authority/killable-process'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { ORG_KEY } from '@/testing/authority/test-keys'

const codeOf = async (api: Api, deviceId: string) => (await api.post('devices/validate', { deviceId })).body.code

describe('a disk that takes nothing', () => {
  it('keeps every change of keys from being made, and no device is allowed under a key whose first use was not written', async () => {
    const dataDir = temporaryFolder()
    const { org, enrol, deviceOf, url } = await keyedOrg('per-device', { dataDir })
    const [used, unused] = [await deviceOf('used'), await deviceOf('unused')]
    await codeOf(used, 'used')
    for (const deviceId of ['revoked', 'blocked']) await deviceOf(deviceId)
    await org.post('devices/revoke_batch', { deviceIds: ['revoked', 'blocked'] })
    await org.post('devices/remove', { deviceId: 'blocked' })
    const states = async () => {
      const [list, keys, blocks, events] = [
        await org.get('devices/list'),
        await org.get('org/device_keys'),
        await org.get('org/id_blocks'),
        await org.get('org/key_events'),
      ]
      const devices = list.body.devices.map(({ deviceId, status, key }) => [deviceId, status, key])
      return [devices, keys.body.policy, blocks.body.blocks, events.body.events]
    }
    const before = await states()
    const changes = [
      () => enrol.post('devices/register', { deviceId: 'new' }),
      () => used.post('devices/register', { deviceId: 'used', newDeviceKey: true }),
      () => unused.post('devices/validate', { deviceId: 'unused' }),
      () => org.post('devices/release_key_batch', { deviceIds: ['used'] }),
      () => org.post('devices/end_key_batch', { deviceIds: ['used'] }),
      () => org.post('devices/remove', { deviceId: 'revoked' }),
      () => org.post('org/id_blocks/lift', { deviceIds: ['blocked'] }),
      () => org.post('org/device_keys', { policy: 'mixed' }),
    ]
    const other = new Database(join(dataDir, 'authority.db'))
    onTestFinished(() => void other.close())
    other.exec('BEGIN IMMEDIATE')
    // One after the other, and all in one commit.
    for (const answers of [await inTurn(changes), await Promise.all(changes.map((change) => change()))])
      for (const { status, body } of answers) expect([status, body.error]).toEqual([500, 'not_written'])
    expect(await states()).toEqual(before)
    expect(await codeOf(used, 'used')).toBe('ALLOW')
    other.exec('ROLLBACK')
    expect(await codeOf(unused, 'unused')).toBe('ALLOW')
    const renewed = (await used.post('devices/register', { deviceId: 'used', newDeviceKey: true })).body
    expect(await codeOf(apiOf(url, renewed.deviceKey as string), 'used')).toBe('ALLOW')
    expect(await codeOf(used, 'used')).toBe('INVALID_ORG_KEY')
  })
})

async function inTurn<T>(calls: (() => Promise<T>)[]): Promise<T[]> {
  const answers: T[] = []
  for (const call of calls) answers.push(await call())
  return answers
}

const KILLS = 8
const DEVICES = 6
/** Before a kill each device has had two keys or so, and with them one that ended. */
const ACKS_BEFORE_KILL = { min: 2 * DEVICES, more: 40 }

/** Of one device: the key that works for sure, null while it is being replaced, and those that ended for sure. */
type Keys = { works: string | null; ended: string[] }

/** Gives one device a new key, over and over, at each third time by removing it, and notes what was acknowledged. */
async function changeKeys(
  { url, enrolKey, removes }: { url: string; enrolKey: string; removes: boolean },
  deviceId: string,
  keys: Keys,
  onAck: () => void,
): Promise<void> {
  const [org, enrol] = [apiOf(url, ORG_KEY), apiOf(url, enrolKey)]
  for (let round = 0; ; round += 1) {
    const before = keys.works
    // Until the next acknowledgement either of two keys may be the one that works.
    keys.works = null
    const by = before === null || (removes && round % 3 === 2) ? enrol : apiOf(url, before)
    if (by === enrol) await org.post('devices/remove', { deviceId })
    const { body } = await by.post('devices/register', { deviceId, newDeviceKey: true })
    const next = body.deviceKey as string
    const { code } = (await apiOf(url, next).post('devices/validate', { deviceId })).body
    if (code !== 'ALLOW') throw new Error(`${deviceId} was answered ${code} under its own key`)
    if (before !== null) keys.ended.push(before)
    keys.works = next
    onAck()
  }
}

async function findLost(url: string, known: ReadonlyMap<string, Keys>): Promise<string[]> {
  const lost: string[] = []
  for (const [deviceId, { works, ended }] of known) {
    for (const key of ended.slice(-5))
      if ((await codeOf(apiOf(url, key), deviceId)) !== 'INVALID_ORG_KEY') lost.push(`an ended key of ${deviceId}`)
    if (works === null) continue
    if ((await codeOf(apiOf(url, works), deviceId)) !== 'ALLOW') lost.push(`the key of ${deviceId}`)
  }
  return lost
}

async function killLoop(program: string, removes: boolean): Promise<{ lost: string[]; ended: number }> {
  const dataDir = temporaryFolder()
  const known = new Map<string, Keys>()
  const lost: string[] = []
  let ended = 0
  for (let kill = 0; kill <= KILLS; kill += 1) {
    const running = await runProgram(program, { DATA_DIR: dataDir })
    const org = apiOf(running.url, ORG_KEY)
    lost.push(...(await findLost(running.url, known)))
    // Few at a time: who tries a hundred wrong keys has to wait.
    ended += [...known.values()].reduce((sum, keys) => sum + keys.ended.length, 0)
    known.clear()
    await org.post('org/device_keys', { policy: 'per-device' })
    const added = await org.post('org/agent_keys', { name: `enrolment ${kill}`, use: 'enrolment' })
    const enrolKey = added.body.agentApiKey as string
    let left = ACKS_BEFORE_KILL.min + Math.floor(Math.random() * ACKS_BEFORE_KILL.more)
    let reached = () => {}
    const enough = new Promise<void>((resolve) => {
      reached = resolve
    })
    const changing = Array.from({ length: DEVICES }, (_, at) => {
      const keys: Keys = { works: null, ended: [] }
      const deviceId = `device-${kill}-${at}`
      known.set(deviceId, keys)
      return changeKeys({ url: running.url, enrolKey, removes }, deviceId, keys, () => {
        left -= 1
        if (left === 0) reached()
      })
    })
    // A driver that ends while the process lives has found a fault.
    await Promise.race([enough, ...changing]).catch((fault: Error) => lost.push(fault.message))
    await running.kill('SIGKILL')
    await Promise.allSettled(changing)
  }
  return { lost, ended }
}

describe('kill -9', () => {
  let authority = ''
  let mutant = ''
  beforeAll(async () => {
    authority = await bundleProgram('lib/authority/main.ts', 'authority')
    mutant = await bundleProgram('testing/authority/revived-keys-main.ts', 'revived-keys')
  })

  it('revives no ended device key and loses none that was used', async () => {
    const { lost, ended } = await killLoop(authority, true)
    expect(lost).toEqual([])
    expect(ended).toBeGreaterThan(KILLS)
  }, 120_000)

  it('finds a mutant that ends keys in memory alone', async () => {
    expect((await killLoop(mutant, false)).lost.join()).toContain('an ended key')
  }, 120_000)
})
