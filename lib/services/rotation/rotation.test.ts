/** A rotation of an agent key through the console: what works afterwards, what is recorded, and what is asked of the person. */
import { afterEach, describe, expect, it } from 'vitest'
import { textTime } from '@/lib/domain/time/text-time'
import type { Rotated } from '@/lib/domain/wire/rotation'
import { openRotationWorld, ROTATE, ROTATED_DEVICES, type RotationWorld } from '@/testing/console/rotation-world'
import { AGENT_KEY } from '@/testing/console/test-console'
import { json } from '@/testing/faults/faults'
import { applyThenLose } from '@/testing/faults/proxy-faults'
import { invoke } from '../service'
import { getKeyUsers } from './key-users'
import { endPrevious, rotateKey } from './rotate-key'

let world: RotationWorld
afterEach(() => world?.close())

const open = async () => {
  world = await openRotationWorld()
  return world
}

describe('a rotation of an agent key', () => {
  it('shows the new key once, leaves the old one its overlap, and is in the record without either', async () => {
    const { rotate, input } = await open()
    const sent = input()
    const { rotation, text } = await rotate(sent)
    expect(rotation).toMatchObject({ state: 'done', keyName: 'first', overlapSeconds: 3_600, previousEndedAt: null })
    expect([await world.works(text), await world.works(AGENT_KEY)]).toEqual([true, true])
    expect(await rotate(sent)).toMatchObject({ rotation: { id: sent.id, state: 'done' }, text: null })
    expect(await world.events()).toMatchObject([
      { kind: 'key.rotation-requested', of: 'agent', name: 'first', reason: 'the yearly one' },
      { kind: 'key.rotation-settled', outcome: 'done' },
    ])
    const written = await world.everythingWritten()
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
    expect([await world.works(text), await world.works(AGENT_KEY)]).toEqual([true, false])
    const calls = seen.filter((path) => path !== '/api/v1/org/agent_keys')
    expect(calls).toEqual([ROTATE, '/api/v1/usage', `${ROTATE}/end_previous`])
    expect((await world.events()).at(-1)).toMatchObject({ kind: 'key.previous-ended', outcome: 'done' })
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
    expect(await world.works(AGENT_KEY)).toBe(true)
  })

  it('shows who came back on the new key and who did not', async () => {
    const { running, rotate, input, admin } = await open()
    for (const device of ROTATED_DEVICES) await running.agent('validate', device)
    const { rotation, text } = await rotate(input())
    const users = () => invoke(getKeyUsers, admin, { kind: 'agent', keyId: rotation.newKeyId ?? '' })
    expect(await users()).toMatchObject({ from: 'keys', counts: { current: 0, replaced: 2, asking: 0 } })
    await fetch(`${running.authority.url}/api/v1/devices/validate`, {
      method: 'POST',
      headers: { 'x-org-key': text ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId: ROTATED_DEVICES[0] }),
    })
    expect(await users()).toMatchObject({
      current: [{ deviceId: ROTATED_DEVICES[0] }],
      replaced: [{ deviceId: ROTATED_DEVICES[1], asking: false }],
      previousUntil: rotation.previousUntil,
      ownKeyUntil: null,
    })
  })
})

it('pressed twice at once, one form rotates once', async () => {
  const { rotate, input, faults } = await open()
  const sent = input()
  const answers = await Promise.all([rotate(sent), rotate(sent), rotate(sent)])
  expect(answers.filter(({ text }) => text !== null)).toHaveLength(1)
  expect(faults.requests.filter(({ path }) => path === ROTATE)).toHaveLength(1)
})

describe('a rotation that cannot be', () => {
  it('of a key for enrolment changes nothing and leaves nothing open', async () => {
    const { rotate, input, running, faults } = await open()
    await running.org.connection.client.setKeyPolicy({ policy: 'mixed' })
    const added = { name: 'e', use: 'enrolment', requestId: 'r-1' } as const
    const { key } = await running.org.connection.client.addAgentKey(added)
    await expect(rotate(input({ keyId: key.id }))).rejects.toMatchObject({ code: 'not-found' })
    expect(faults.requests.filter(({ path }) => path === ROTATE)).toEqual([])
    expect((await rotate(input())).rotation.state).toBe('done')
  })

  it('was lost, and its key was revoked since: it is closed, and the next one goes on', async () => {
    const { rotate, input, orgInput, running, faults, pass } = await open()
    faults.on(ROTATE, applyThenLose(running.authority.url))
    const { rotation: lost } = await rotate(input())
    faults.on(ROTATE, pass)
    const { client } = running.org.connection
    for (const { id } of await client.agentKeys()) await client.revokeAgentKey(id)
    expect(await rotate(input({ recovers: lost.id }))).toMatchObject({ rotation: { id: lost.id, state: 'closed' } })
    expect((await world.events()).at(-1)).toMatchObject({ kind: 'key.rotation-settled', outcome: 'closed' })
    expect((await rotate(orgInput())).rotation.state).toBe('done')
  })

  it('was refused is refused again when the same form is sent again', async () => {
    const { rotate, input, faults } = await open()
    faults.on(ROTATE, json({ error: 'no' }, 409))
    const sent = input()
    for (let tries = 0; tries < 2; tries += 1)
      await expect(rotate(sent)).rejects.toMatchObject({ code: 'upstream-denied' })
  })
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
    expect(await world.works(await world.storedKey())).toBe(true)
  })
})

describe('the end of an overlap', () => {
  it('can be brought forward by a person, and says what it did', async () => {
    const { rotate, input, admin } = await open()
    const { rotation } = await rotate(input())
    const given = { rotation: rotation.id, reason: 'all are back', typed: 'main' }
    const ended = await invoke(endPrevious, admin, given)
    expect(ended.rotation.previousEndedAt).not.toBeNull()
    expect(await world.works(AGENT_KEY)).toBe(false)
  })

  it('that fails leaves the overlap, and says until when', async () => {
    const { rotate, input, admin, faults } = await open()
    const { rotation } = await rotate(input())
    faults.on(`${ROTATE}/end_previous`, json({ error: 'x' }, 500))
    const given = { rotation: rotation.id, reason: 'all are back', typed: 'main' }
    await expect(invoke(endPrevious, admin, given)).rejects.toMatchObject({
      detail: expect.stringContaining(`${textTime(rotation.previousUntil as string)} at the latest`),
    })
    expect(await world.works(AGENT_KEY)).toBe(true)
  })
})
