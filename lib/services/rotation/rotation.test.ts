/** A rotation through the console: what works afterwards, what is recorded, and how a lost reply is found again. */
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '@/lib/domain/errors'
import type { Rotated } from '@/lib/domain/wire/rotation'
import { type ConsoleBehindFaults, consoleBehindFaults } from '@/testing/console/console-behind-faults'
import { behindStore, rejects } from '@/testing/console/faulty-store'
import { AGENT_KEY, ORG_KEY } from '@/testing/console/test-console'
import { gated, json } from '@/testing/faults/faults'
import { createGate } from '@/testing/faults/gate'
import { applyThenLose } from '@/testing/faults/proxy-faults'
import { getOverview } from '../orgs/get-overview'
import { invoke } from '../service'
import { getKeyUsers } from './key-users'
import { endPrevious, listRotations, rotateKey } from './rotate-key'

const DEVICES = ['a:prod:x:01', 'a:prod:x:02']
const ROTATE = '/api/v1/org/rotate_key'

let world: ConsoleBehindFaults
afterEach(() => world?.close())

async function open() {
  world = await consoleBehindFaults(DEVICES)
  const { running } = world
  const admin = await running.as('admin')
  const [first] = await running.org.connection.client.agentKeys()
  const input = (more: object = {}) => ({
    id: randomUUID(),
    kind: 'agent',
    keyId: first?.id ?? null,
    overlapSeconds: 3_600,
    reason: 'the yearly one',
    typed: 'main',
    ...more,
  })
  const orgInput = (more: object = {}) => input({ kind: 'org', keyId: null, ...more })
  return { ...world, admin, input, orgInput, rotate: (given: object) => invoke(rotateKey, admin, given) }
}

const works = async (key: string | null) => {
  const { status } = await fetch(`${world.running.authority.url}/api/v1/usage`, { headers: { 'x-org-key': key ?? '' } })
  return status === 200
}
/** The org key as the store has it: what a console that starts now would use. */
async function storedKey(): Promise<string> {
  const { deps, org } = world.running
  const { ciphertext } = await deps.store.reads
    .selectFrom('org_keys')
    .selectAll()
    .where('org_id', '=', org.row.id)
    .executeTakeFirstOrThrow()
  return deps.vault.open(org.row.id, ciphertext).reveal()
}
const events = async () => {
  const rows = await world.running.deps.store.reads.selectFrom('audit_events').selectAll().orderBy('sequence').execute()
  return rows
    .filter(({ kind }) => kind.startsWith('key.'))
    .map(({ kind, data, reason }) => ({ kind, reason, ...(JSON.parse(data) as object) }))
}
const everythingWritten = async () => {
  const { reads } = world.running.deps.store
  const rows = [
    await reads.selectFrom('audit_events').selectAll().execute(),
    await reads.selectFrom('key_rotations').selectAll().execute(),
  ]
  return JSON.stringify(rows)
}

describe('a rotation of an agent key', () => {
  it('shows the new key once, leaves the old one its overlap, and is in the record without either', async () => {
    const { rotate, input } = await open()
    const sent = input()
    const { rotation, text } = await rotate(sent)
    expect(rotation).toMatchObject({ state: 'done', keyName: 'first', overlapSeconds: 3_600, previousEndedAt: null })
    expect([await works(text), await works(AGENT_KEY)]).toEqual([true, true])
    expect(await rotate(sent)).toMatchObject({ rotation: { id: sent.id, state: 'done' }, text: null })
    expect(await events()).toMatchObject([
      { kind: 'key.rotation-requested', of: 'agent', name: 'first', reason: 'the yearly one' },
      { kind: 'key.rotation-settled', outcome: 'done' },
    ])
    const written = await everythingWritten()
    for (const key of [text as string, AGENT_KEY]) expect(written).not.toContain(key)
  })

  it('without an overlap ends the old key once the new one has answered', async () => {
    const { rotate, input, faults, pass } = await open()
    const seen: string[] = []
    faults.always((socket, request) => {
      seen.push(request.path)
      return pass(socket, request)
    })
    const { rotation, text } = await rotate(input({ overlapSeconds: 0 }))
    expect(rotation.previousEndedAt).not.toBeNull()
    expect([await works(text), await works(AGENT_KEY)]).toEqual([true, false])
    const calls = seen.filter((path) => path !== '/api/v1/org/agent_keys')
    expect(calls).toEqual([ROTATE, '/api/v1/usage', `${ROTATE}/end_previous`])
    expect((await events()).at(-1)).toMatchObject({ kind: 'key.previous-ended', outcome: 'done' })
  })

  it('whose new key does not answer is not done: nothing is shown, and the old key goes on working', async () => {
    const { rotate, input, faults, pass } = await open()
    faults.always((socket, request) =>
      request.path === '/api/v1/usage'
        ? json({ error: 'invalid_org_key' }, 401)(socket, request)
        : pass(socket, request),
    )
    const answer = await rotate(input({ overlapSeconds: 0 }))
    expect(answer).toMatchObject({ rotation: { state: 'unknown', fault: 'new-key-silent' }, text: null })
    expect(await works(AGENT_KEY)).toBe(true)
  })

  it('shows who came back on the new key and who did not', async () => {
    const { running, rotate, input, admin } = await open()
    for (const device of DEVICES) await running.agent('validate', device)
    const { rotation, text } = await rotate(input())
    const users = () => invoke(getKeyUsers, admin, { kind: 'agent', keyId: rotation.newKeyId ?? '' })
    expect(await users()).toMatchObject({ from: 'keys', counts: { current: 0, replaced: 2, asking: 0 } })
    await fetch(`${running.authority.url}/api/v1/devices/validate`, {
      method: 'POST',
      headers: { 'x-org-key': text ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId: DEVICES[0] }),
    })
    expect(await users()).toMatchObject({
      current: [{ deviceId: DEVICES[0] }],
      replaced: [{ deviceId: DEVICES[1], asking: false }],
      previousUntil: rotation.previousUntil,
      ownKeyUntil: null,
    })
  })
})

describe('a rotation of the org key', () => {
  it('is used by the console from then on, and no browser sees it where agents do not need it', async () => {
    const { rotate, orgInput, running } = await open()
    const { rotation, text } = await rotate(orgInput({ overlapSeconds: 0 }))
    expect([rotation.state, text]).toEqual(['done', null])
    expect([await works(ORG_KEY), await works(await storedKey())]).toEqual([false, true])
    expect(await running.org.connection.client.usage()).toMatchObject({ devicesUsed: 2 })
  })

  it('is shown once where agents hold the org key', async () => {
    const { rotate, orgInput, faults } = await open()
    faults.on('/api/v1/org/agent_keys', json({ error: 'not_found' }, 404))
    faults.on(`${ROTATE}/end_previous`, json({ error: 'not_found' }, 404))
    const { rotation, text } = await rotate(orgInput({ overlapSeconds: 0 }))
    expect(rotation).toMatchObject({ state: 'done', previousEndedAt: null, fault: 'upstream-unsupported' })
    expect(text).toBe(await storedKey())
    // Not ended before its time: the overlap that was sent is the least.
    expect(await works(ORG_KEY)).toBe(true)
    expect(Date.parse(rotation.previousUntil ?? '') - Date.parse(rotation.requestedAt)).toBeGreaterThan(299_000)
  })

  it('is not used, and the old key is kept, while the new one does not answer', async () => {
    const { rotate, orgInput, faults, running } = await open()
    const never = 'org_a-key-that-opens-nothing-000000000000000'
    faults.on(ROTATE, json({ status: 'ok', orgApiKey: never }))
    expect(await rotate(orgInput({ overlapSeconds: 0 }))).toMatchObject({ rotation: { state: 'unknown' }, text: null })
    expect(await storedKey()).toBe(ORG_KEY)
    expect(await running.org.connection.client.usage()).toMatchObject({ devicesUsed: 2 })
  })

  it('whose reply was lost is found again under the old key, and by nothing else', async () => {
    const { rotate, orgInput, faults, pass, running, admin } = await open()
    faults.on(ROTATE, applyThenLose(running.authority.url))
    const lost = await rotate(orgInput())
    expect(lost).toMatchObject({ rotation: { state: 'unknown', fault: 'upstream-unavailable' }, text: null })
    expect((await invoke(getOverview, admin, {})).lostRotation).toMatchObject({ kind: 'org', keyName: null })
    faults.on(ROTATE, pass)
    await expect(rotate(orgInput())).rejects.toMatchObject({ code: 'conflict' })
    await expect(rotate(orgInput({ recovers: randomUUID() }))).rejects.toMatchObject({ code: 'conflict' })
    const found = await rotate(orgInput({ overlapSeconds: 0, recovers: lost.rotation.id }))
    expect(found.rotation).toMatchObject({ state: 'done', recovers: lost.rotation.id })
    const { rotations } = await invoke(listRotations, await running.as('operator'), {})
    expect(rotations.map(({ state }) => state)).toEqual(['done', 'recovered'])
    expect([await works(ORG_KEY), await works(await storedKey())]).toEqual([false, true])
  })

  it('that was lost twice is found the third time', async () => {
    const { rotate, orgInput, faults, pass, running } = await open()
    faults.on(ROTATE, applyThenLose(running.authority.url))
    const first = await rotate(orgInput())
    const second = await rotate(orgInput({ recovers: first.rotation.id }))
    faults.on(ROTATE, pass)
    const [open_] = (await invoke(listRotations, await running.as('admin'), {})).rotations.filter(
      ({ state }) => state === 'unknown',
    )
    expect(open_?.id).toBe(second.rotation.id)
    const third = await rotate(orgInput({ recovers: second.rotation.id }))
    expect(third.rotation.state).toBe('done')
    expect(await works(await storedKey())).toBe(true)
  })

  it('that the authority refuses or does not offer changes nothing and leaves nothing open', async () => {
    const { rotate, orgInput, faults, pass } = await open()
    for (const status of [403, 404, 405, 501]) {
      faults.on(ROTATE, json({ error: 'no' }, status))
      await expect(rotate(orgInput())).rejects.toBeInstanceOf(AppError)
    }
    faults.on(ROTATE, pass)
    expect(await storedKey()).toBe(ORG_KEY)
    expect((await rotate(orgInput())).rotation.state).toBe('done')
  })

  it('that cannot be written down is not sent; one whose outcome cannot be written is used all the same, and written later', async () => {
    const { orgInput, admin, faults, running } = await open()
    const full = behindStore(admin, rejects)
    await expect(invoke(rotateKey, full.context, orgInput())).rejects.toThrow()
    expect(faults.requests.filter(({ path }) => path === ROTATE)).toEqual([])
    const half = behindStore(admin, (real, nth) => (nth === 1 ? real() : rejects(real, nth)))
    const { rotation } = await invoke(rotateKey, half.context, orgInput({ overlapSeconds: 0 }))
    expect(rotation).toMatchObject({ state: 'done', fault: 'not-written', previousEndedAt: null })
    expect(await running.org.connection.client.usage()).toMatchObject({ devicesUsed: 2 })
    expect([await works(ORG_KEY), await storedKey()]).toEqual([true, ORG_KEY])
    half.heal()
    await expect.poll(storedKey).not.toBe(ORG_KEY)
    expect(await works(await storedKey())).toBe(true)
  })

  it('takes no stop away that waits for the authority', async () => {
    const { rotate, orgInput, running, faults, pass, admin } = await open()
    faults.on('/api/v1/devices/revoke', json({ error: 'unavailable' }, 503))
    const target = { ids: [DEVICES[0] as string] }
    const stop = await running.start(admin, { kind: 'revoke', target })
    await rotate(orgInput({ overlapSeconds: 0 }))
    faults.on('/api/v1/devices/revoke', pass)
    await running.ended(stop.id)
    const list = await running.org.connection.client.listDevices()
    expect(list.devices.find(({ deviceId }) => deviceId === DEVICES[0])?.status).toBe('revoked')
  })
})

it('cuts no stop that is under way with the previous key', async () => {
  const { rotate, orgInput, running, faults, pass, admin } = await open()
  const gate = createGate()
  faults.on('/api/v1/devices/revoke', gated(gate, pass))
  const stop = await running.start(admin, { kind: 'revoke', target: { ids: [DEVICES[0] as string] } })
  await gate.came()
  const rotated = rotate(orgInput({ overlapSeconds: 0 }))
  await expect.poll(() => faults.requests.some(({ path }) => path === '/api/v1/usage')).toBe(true)
  gate.open()
  expect((await rotated).rotation.previousEndedAt).not.toBeNull()
  await running.ended(stop.id)
  expect(faults.requests.filter(({ path }) => path === '/api/v1/devices/revoke')).toHaveLength(1)
})

it('pressed twice at once, one form rotates once', async () => {
  const { rotate, input, faults } = await open()
  const sent = input()
  const answers = await Promise.all([rotate(sent), rotate(sent), rotate(sent)])
  expect(answers.filter(({ text }) => text !== null)).toHaveLength(1)
  expect(faults.requests.filter(({ path }) => path === ROTATE)).toHaveLength(1)
})

describe('what is asked of the person', () => {
  it.each([
    ['no reason', { reason: ' ' }, 'reason'],
    ['another org typed', { typed: 'other' }, 'typed'],
    ['no agent key', { keyId: null }, 'keyId'],
    ['an overlap too short for a recovery', { overlapSeconds: 299 }, 'overlapSeconds'],
  ])('%s is refused, and nothing is sent', async (_, more, path) => {
    const { rotate, input, faults } = await open()
    await expect(rotate(input(more))).rejects.toMatchObject({ issues: [{ path }] })
    expect(faults.requests.some((request) => request.path === ROTATE)).toBe(false)
  })

  it('an admin who signed in lately', async () => {
    const { input, running } = await open()
    const late = await running.as('admin', { signedInMsAgo: 11 * 60_000 })
    await expect(invoke(rotateKey, late, input())).rejects.toMatchObject({ name: 'SignInTooOld' })
    await expect(invoke(rotateKey, await running.as('operator'), input())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(invoke(getKeyUsers, await running.as('responder'), { kind: 'org' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('two admins at once: one rotates, the other learns by whom', async () => {
    const { rotate, orgInput } = await open()
    const answers = await Promise.allSettled([rotate(orgInput()), rotate(orgInput()), rotate(orgInput())])
    const done = answers.filter((each): each is PromiseFulfilledResult<Rotated> => each.status === 'fulfilled')
    expect(done.length).toBeGreaterThan(0)
    for (const each of answers) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' })
    expect(await works(await storedKey())).toBe(true)
  })
})

describe('the end of an overlap', () => {
  it('can be brought forward by a person, and says what it did', async () => {
    const { rotate, input, admin } = await open()
    const { rotation } = await rotate(input())
    const given = { rotation: rotation.id, reason: 'all are back', typed: 'main' }
    const ended = await invoke(endPrevious, admin, given)
    expect(ended.rotation.previousEndedAt).not.toBeNull()
    expect(await works(AGENT_KEY)).toBe(false)
  })

  it('that fails leaves the overlap, and says until when', async () => {
    const { rotate, input, admin, faults } = await open()
    const { rotation } = await rotate(input())
    faults.on(`${ROTATE}/end_previous`, json({ error: 'x' }, 500))
    const given = { rotation: rotation.id, reason: 'all are back', typed: 'main' }
    await expect(invoke(endPrevious, admin, given)).rejects.toMatchObject({
      detail: expect.stringContaining(rotation.previousUntil as string),
    })
    expect(await works(AGENT_KEY)).toBe(true)
  })
})

it('an authority that does not note keys: who validated since the old one ended is back, the others are quiet', async () => {
  const { rotate, orgInput, running, admin, faults } = await open()
  for (const device of DEVICES) await running.agent('validate', device)
  faults.on('/api/v1/org/key_users', json({ error: 'not_found' }, 404))
  expect(await invoke(getKeyUsers, admin, { kind: 'org' })).toMatchObject({ from: 'times', endedAt: null })
  await rotate(orgInput({ overlapSeconds: 0 }))
  await running.agent('validate', DEVICES[0] as string)
  await running.org.reader.readNow()
  const users = await invoke(getKeyUsers, admin, { kind: 'org' })
  expect(users).toMatchObject({ from: 'times', counts: { back: 1, quiet: 1 }, quiet: [{ deviceId: DEVICES[1] }] })
})
