/** What was acknowledged is there after any end of the process; and the test loop finds a mutant that loses changes. */
import { rmSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '@/testing/authority/api'
import { bundleProgram, runProgram } from '@/testing/authority/killable-process'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'
import { AGENT_KEY, ORG_KEY } from '@/testing/authority/test-keys'

const KILLS = Number(process.env.AUTHORITY_KILLS ?? 50)
const DEVICES = 30
/** It is killed after at most so many acknowledged changes, with others on their way. */
const ACKS_BEFORE_KILL_MAX = 60

/** What must be so after a restart. */
type Acked = {
  revoked: Map<string, boolean>
  execution: string
  deadKeys: Set<string>
  /** Keys by name that were added and not revoked. */
  addedKeys: Map<string, string>
  revision: number
}

let authority = ''
let lateWriter = ''

beforeAll(async () => {
  authority = await bundleProgram('lib/authority/main.ts', 'authority')
  lateWriter = await bundleProgram('testing/authority/late-commit-main.ts', 'late-writer')
})

const deviceIds = Array.from({ length: DEVICES }, (_, index) => `device-${index}`)

/** Compares the answers of a restarted authority with what was acknowledged before. */
async function findLost(url: string, org: Api, acked: Acked): Promise<string[]> {
  const lost: string[] = []
  const { body } = await org.get('devices/list')
  for (const { deviceId, revoked } of body.devices) {
    const expected = acked.revoked.get(deviceId)
    if (expected !== undefined && expected !== revoked) lost.push(`${deviceId} revoked: ${revoked}`)
  }
  if (body.devices.length !== DEVICES) lost.push(`${DEVICES - body.devices.length} devices`)
  if (body.revision < acked.revision) lost.push(`revision ${body.revision} after ${acked.revision}`)
  const { execution } = (await org.get('org/status')).body
  if (acked.execution !== 'unknown' && acked.execution !== execution) lost.push(`org ${execution}`)
  for (const key of acked.deadKeys) {
    const { body: answer } = await apiOf(url, key).post('devices/validate', { deviceId: 'device-0' })
    if (answer.allowed || answer.code !== 'INVALID_ORG_KEY') lost.push('a dead key')
  }
  for (const [name, key] of acked.addedKeys) {
    const { status } = await apiOf(url, key).get('usage')
    if (status !== 200) lost.push(`the agent key ${name}`)
  }
  return lost
}

/** Sends changes until the process is killed; what is under way then may or may not have happened. */
async function changeUntilKilled(org: Api, acked: Acked, agentKey: string, onAck: () => void): Promise<string> {
  let key = agentKey
  const drive = async (from: number) => {
    for (let step = 0; ; step += 1) {
      const deviceId = deviceIds[(from + step * 3) % DEVICES] as string
      const stopping = Math.random() < 0.6
      acked.revoked.delete(deviceId)
      const { status, body } = await org.post(`devices/${stopping ? 'revoke' : 'unrevoke'}`, { deviceId })
      if (status === 200) acked.revoked.set(deviceId, stopping)
      acked.revision = Math.max(acked.revision, body.revision ?? 0)
      onAck()
    }
  }
  const rest = async () => {
    for (;;) {
      const { body: listed } = await org.get('org/agent_keys')
      const agentKeyId = listed.keys.find(({ name }) => name === 'first')?.id
      const { body: rotated } = await org.post('org/rotate_key', { kind: 'agent', agentKeyId })
      acked.deadKeys.add(key)
      key = rotated.orgApiKey
      const verb = Math.random() < 0.5 ? 'disable' : 'enable'
      acked.execution = 'unknown'
      acked.execution = (await org.post(`org/${verb}`)).body.execution ?? `${verb}d`
    }
  }
  const addAndEnd = async () => {
    for (let round = 0; ; round += 1) {
      const name = `${acked.revision}-${round}`
      const { body: added } = await org.post('org/agent_keys', { name })
      acked.addedKeys.set(name, added.agentApiKey as string)
      if (acked.addedKeys.size < 3) continue
      const [oldest, text] = [...acked.addedKeys][0] as [string, string]
      const { body: listed } = await org.get('org/agent_keys')
      const id = listed.keys.find((each) => each.name === oldest)?.id
      acked.addedKeys.delete(oldest)
      const { status } = await org.post('org/agent_keys/revoke', { id })
      if (status === 200) acked.deadKeys.add(text)
    }
  }
  // Three drivers over disjoint devices, so that the last acknowledgement of each is known.
  await Promise.allSettled([drive(0), drive(1), drive(2), rest(), addAndEnd()])
  return key
}

async function killLoop(program: string, kills: number): Promise<{ lost: string[]; acks: number }> {
  const dataDir = temporaryFolder()
  const acked: Acked = {
    revoked: new Map(),
    execution: 'unknown',
    deadKeys: new Set(),
    addedKeys: new Map(),
    revision: 0,
  }
  const lost: string[] = []
  let agentKey = AGENT_KEY
  let acks = 0
  for (let kill = 0; kill <= kills; kill += 1) {
    const running = await runProgram(program, { DATA_DIR: dataDir })
    const org = apiOf(running.url, ORG_KEY)
    if (kill === 0) await Promise.all(deviceIds.map((deviceId) => org.post('devices/register', { deviceId })))
    else lost.push(...(await findLost(running.url, org, acked)))
    let left = 1 + Math.floor(Math.random() * ACKS_BEFORE_KILL_MAX)
    let tell = () => {}
    const enough = new Promise<void>((resolve) => {
      tell = resolve
    })
    const changing = changeUntilKilled(org, acked, agentKey, () => {
      left -= 1
      if (left === 0) tell()
    })
    await enough
    await running.kill('SIGKILL')
    agentKey = await changing
    acks += acked.revoked.size
    // A few of the dead are enough to look at after each start.
    while (acked.deadKeys.size > 5) acked.deadKeys.delete([...acked.deadKeys][0] as string)
  }
  return { lost, acks }
}

const lastFlush = async (url: string): Promise<string> => {
  const text = await (await fetch(`${url}/metrics`)).text()
  return /^authority_evidence_flush_seconds (.+)$/m.exec(text)?.[1] as string
}

describe('kill -9', () => {
  it(`loses nothing that was acknowledged, ${KILLS} times over`, { timeout: 60_000 + KILLS * 10_000 }, async () => {
    const { lost, acks } = await killLoop(authority, KILLS)
    expect(lost).toEqual([])
    expect(acks).toBeGreaterThan(KILLS)
  })

  it('finds a mutant that acknowledges before it commits', async () => {
    expect((await killLoop(lateWriter, 5)).lost).not.toEqual([])
  })

  it('loses no evidence older than a flush, and no revision goes back', async () => {
    const dataDir = temporaryFolder()
    const first = await runProgram(authority, { DATA_DIR: dataDir })
    const org = apiOf(first.url, ORG_KEY)
    await org.post('devices/register', { deviceId: 'a' })
    for (let asked = 0; asked < 20; asked += 1) await org.post('devices/validate', { deviceId: 'a' })
    // The second flush from here on began after the last of them.
    const flushed = new Set([await lastFlush(first.url)])
    await expect.poll(async () => flushed.add(await lastFlush(first.url)).size).toBeGreaterThan(2)
    const late = await org.post('devices/validate', { deviceId: 'a' })
    await first.kill('SIGKILL')
    const second = await runProgram(authority, { DATA_DIR: dataDir })
    const { body } = await apiOf(second.url, ORG_KEY).get('devices/list')
    expect(body.devices[0]?.validations.allowed).toBeGreaterThanOrEqual(20)
    expect(body.devices[0]?.rhythm?.n).toBeGreaterThanOrEqual(19)
    expect(body.revision).toBeGreaterThanOrEqual(late.body.revision)
    await second.kill('SIGKILL')
  })
})

describe('a clean end', () => {
  it('keeps everything, and goes on with the same revision', async () => {
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir })
    for (const deviceId of ['a', 'b', 'c']) await first.agent.post('devices/register', { deviceId })
    await first.org.post('devices/revoke', { deviceId: 'b' })
    await first.org.post('devices/remove', { deviceId: 'c' })
    for (let asked = 0; asked < 3; asked += 1) await first.agent.post('devices/validate', { deviceId: 'a' })
    const before = await first.org.get('devices/list')
    const usage = (await first.org.get('usage')).body
    await first.close()
    const second = await testAuthority({ dataDir, orgKey: 'org_ignored_0123456789abcdef' })
    expect(second.firstKeys).toBeNull()
    const org = apiOf(second.url, ORG_KEY)
    const after = await org.get('devices/list')
    expect(after.body.devices).toEqual(before.body.devices)
    expect(after.body.revision).toBe(before.body.revision)
    expect((await org.get('usage')).body).toMatchObject({
      validations: usage.validations,
      registrations: usage.registrations,
    })
    expect((await org.get('devices/list', { 'if-none-match': before.headers.get('etag') ?? '' })).status).toBe(304)
    // Deltas do not reach over a start, unless nothing happened.
    expect((await org.get(`devices/list?since=${before.body.revision}`)).status).toBe(200)
    expect((await org.get(`devices/list?since=${before.body.revision - 1}`)).status).toBe(410)
  })

  it('never takes the evidence of a removed device for that of a later one', async () => {
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir })
    await first.agent.post('devices/register', { deviceId: 'a' })
    await first.agent.post('devices/validate', { deviceId: 'a' })
    await first.flush()
    await first.org.post('devices/remove', { deviceId: 'a' })
    await first.agent.post('devices/register', { deviceId: 'b' })
    expect((await first.org.get('devices/list')).body.devices).toMatchObject([{ deviceId: 'b', lastDecision: null }])
    await first.close()
    const second = await testAuthority({ dataDir })
    expect((await second.org.get('devices/list')).body.devices).toMatchObject([{ deviceId: 'b', lastDecision: null }])
  })

  it('answers what is under way on SIGTERM, then ends with 0', async () => {
    const dataDir = temporaryFolder()
    const running = await runProgram(authority, { DATA_DIR: dataDir })
    const org = apiOf(running.url, ORG_KEY)
    await org.post('devices/register', { deviceId: 'a' })
    const calls = Array.from({ length: 20 }, () => org.post('devices/revoke', { deviceId: 'a' }))
    await Promise.race(calls)
    expect(await running.kill('SIGTERM')).toBe(0)
    const answered = (await Promise.allSettled(calls)).filter((call) => call.status === 'fulfilled')
    expect(answered.length).toBeGreaterThan(0)
    rmSync(dataDir, { recursive: true })
  })
})
