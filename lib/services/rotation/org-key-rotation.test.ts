/** A rotation of the org key: which key the console goes on with, and how a lost reply is found again. */
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '@/lib/domain/errors'
import { behindStore, rejects } from '@/testing/console/faulty-store'
import { openRotationWorld, ROTATE, ROTATED_DEVICES, type RotationWorld } from '@/testing/console/rotation-world'
import { ORG_KEY } from '@/testing/console/test-console'
import { gated, json } from '@/testing/faults/faults'
import { createGate } from '@/testing/faults/gate'
import { applyThenLose } from '@/testing/faults/proxy-faults'
import { getOverview } from '../orgs/get-overview'
import { invoke } from '../service'
import { getKeyUsers } from './key-users'
import { listRotations, rotateKey } from './rotate-key'

let world: RotationWorld
afterEach(() => world?.close())

const open = async () => {
  world = await openRotationWorld()
  return world
}

describe('a rotation of the org key', () => {
  it('is used by the console from then on, and no browser sees it where agents do not need it', async () => {
    const { rotate, orgInput, running } = await open()
    const { rotation, text } = await rotate(orgInput({ overlapSeconds: 0 }))
    expect([rotation.state, text]).toEqual(['done', null])
    expect([await world.works(ORG_KEY), await world.works(await world.storedKey())]).toEqual([false, true])
    expect(await running.org.connection.client.usage()).toMatchObject({ devicesUsed: 2 })
  })

  it('is shown once where agents hold the org key', async () => {
    const { rotate, orgInput, faults } = await open()
    faults.on('/api/v1/org/agent_keys', json({ error: 'not_found' }, 404))
    faults.on(`${ROTATE}/end_previous`, json({ error: 'not_found' }, 404))
    const { rotation, text } = await rotate(orgInput({ overlapSeconds: 0 }))
    expect(rotation).toMatchObject({ state: 'done', previousEndedAt: null, fault: 'upstream-unsupported' })
    expect(text).toBe(await world.storedKey())
    // Not ended before its time: the overlap that was sent is the least.
    expect(await world.works(ORG_KEY)).toBe(true)
    expect(Date.parse(rotation.previousUntil ?? '') - Date.parse(rotation.requestedAt)).toBeGreaterThan(299_000)
  })

  it('is not used, and the old key is kept, while the new one does not answer', async () => {
    const { rotate, orgInput, faults, running } = await open()
    const never = 'org_a-key-that-opens-nothing-000000000000000'
    faults.on(ROTATE, json({ status: 'ok', orgApiKey: never }))
    expect(await rotate(orgInput({ overlapSeconds: 0 }))).toMatchObject({ rotation: { state: 'unknown' }, text: null })
    expect(await world.storedKey()).toBe(ORG_KEY)
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
    expect([await world.works(ORG_KEY), await world.works(await world.storedKey())]).toEqual([false, true])
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
    // The second call lets the old key run no longer than the first one did.
    expect(second.rotation.recoverBefore).toBe(first.rotation.recoverBefore)
    const third = await rotate(orgInput({ recovers: second.rotation.id }))
    expect(third.rotation.state).toBe('done')
    expect(await world.works(await world.storedKey())).toBe(true)
  })

  it('that the authority refuses or does not offer changes nothing and leaves nothing open', async () => {
    const { rotate, orgInput, faults, pass } = await open()
    for (const status of [403, 404, 405, 501]) {
      faults.on(ROTATE, json({ error: 'no' }, status))
      await expect(rotate(orgInput())).rejects.toBeInstanceOf(AppError)
    }
    faults.on(ROTATE, pass)
    expect(await world.storedKey()).toBe(ORG_KEY)
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
    expect([await world.works(ORG_KEY), await world.storedKey()]).toEqual([true, ORG_KEY])
    half.heal()
    await expect.poll(() => world.storedKey()).not.toBe(ORG_KEY)
    expect(await world.works(await world.storedKey())).toBe(true)
  })

  it('whose outcome is not known and cannot be written is not under way for ever', async () => {
    const { orgInput, admin, faults, running } = await open()
    faults.on(ROTATE, applyThenLose(running.authority.url))
    const half = behindStore(admin, (real, nth) => (nth === 1 ? real() : rejects(real, nth)))
    const { rotation } = await invoke(rotateKey, half.context, orgInput())
    expect(rotation).toMatchObject({ state: 'unknown', fault: 'not-written' })
    half.heal()
    const states = async () => (await invoke(listRotations, admin, {})).rotations.map(({ state }) => state)
    await expect.poll(states).toEqual(['unknown'])
  })

  it('takes no stop away that waits for the authority', async () => {
    const { rotate, orgInput, running, faults, pass, admin } = await open()
    faults.on('/api/v1/devices/revoke', json({ error: 'unavailable' }, 503))
    const target = { ids: [ROTATED_DEVICES[0] as string] }
    const stop = await running.start(admin, { kind: 'revoke', target })
    await rotate(orgInput({ overlapSeconds: 0 }))
    faults.on('/api/v1/devices/revoke', pass)
    await running.ended(stop.id)
    const list = await running.org.connection.client.listDevices()
    expect(list.devices.find(({ deviceId }) => deviceId === ROTATED_DEVICES[0])?.status).toBe('revoked')
  })
})

it('cuts no stop that is under way with the previous key', async () => {
  const { rotate, orgInput, running, faults, pass, admin } = await open()
  const gate = createGate()
  faults.on('/api/v1/devices/revoke', gated(gate, pass))
  const stop = await running.start(admin, { kind: 'revoke', target: { ids: [ROTATED_DEVICES[0] as string] } })
  await gate.came()
  const rotated = rotate(orgInput({ overlapSeconds: 0 }))
  await expect.poll(() => faults.requests.some(({ path }) => path === '/api/v1/usage')).toBe(true)
  gate.open()
  expect((await rotated).rotation.previousEndedAt).not.toBeNull()
  await running.ended(stop.id)
  expect(faults.requests.filter(({ path }) => path === '/api/v1/devices/revoke')).toHaveLength(1)
})

it('an authority that does not note keys: who validated since the old one ended is back, the others are quiet', async () => {
  const { rotate, orgInput, running, admin, faults } = await open()
  for (const device of ROTATED_DEVICES) await running.agent('validate', device)
  faults.on('/api/v1/org/key_users', json({ error: 'not_found' }, 404))
  expect(await invoke(getKeyUsers, admin, { kind: 'org' })).toMatchObject({ from: 'times', endedAt: null })
  await rotate(orgInput({ overlapSeconds: 0 }))
  await running.agent('validate', ROTATED_DEVICES[0] as string)
  await running.org.reader.readNow()
  const users = await invoke(getKeyUsers, admin, { kind: 'org' })
  expect(users).toMatchObject({
    from: 'times',
    counts: { back: 1, quiet: 1 },
    quiet: [{ deviceId: ROTATED_DEVICES[1] }],
  })
})
