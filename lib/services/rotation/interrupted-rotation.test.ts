/** A console that ends at any point of a rotation: what it starts with afterwards opens the authority, or a person is led to a key that does. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { type ConsoleBehindFaults, consoleBehindFaults } from '@/testing/console/console-behind-faults'
import { type Behaviour, behindStore } from '@/testing/console/faulty-store'
import type { Fault } from '@/testing/faults/faults'
import { afterApplying } from '@/testing/faults/proxy-faults'
import { invoke } from '../service'
import { settleInterruptedRotations } from './interrupted-rotations'
import { listRotations, rotateKey } from './rotate-key'

const ROTATE = '/api/v1/org/rotate_key'
const END = `${ROTATE}/end_previous`
const USAGE = '/api/v1/usage'
const never = () => new Promise<never>(() => undefined)

let world: ConsoleBehindFaults
afterEach(() => world?.close())

/** Where nothing goes on any more; `reached` is called there. */
type Kill = (reached: () => void) => { store: Behaviour } | { path: string; fault: Fault }

const before =
  (transaction: number): Kill =>
  (reached) => ({
    store(real, nth) {
      if (nth !== transaction) return real()
      reached()
      return never()
    },
  })
const after =
  (transaction: number): Kill =>
  (reached) => ({
    async store(real, nth) {
      const written = await real()
      if (nth !== transaction) return written
      reached()
      return never()
    },
  })
const unanswered =
  (path: string): Kill =>
  (reached) => ({ path, fault: reached })
const unread =
  (path: string): Kill =>
  (reached) => ({ path, fault: afterApplying(world.running.authority.url, reached) })

const KILLS: [string, Kill][] = [
  ['before it is written down', before(1)],
  ['after it is written down', after(1)],
  ['before the authority has the call', unanswered(ROTATE)],
  ['after the authority has made a key', unread(ROTATE)],
  ['before the new key has answered', unanswered(USAGE)],
  ['before the new key is kept', before(2)],
  ['after the new key is kept', after(2)],
  ['before the old key ends', unanswered(END)],
  ['after the old key has ended', unread(END)],
  ['before the end of the old key is written', before(3)],
  ['after the end of the old key is written', after(3)],
]

const input = (more: object = {}) => ({
  id: randomUUID(),
  kind: 'org',
  keyId: null,
  overlapSeconds: 0,
  reason: 'a test',
  typed: 'main',
  ...more,
})

async function killed(kill: Kill): Promise<void> {
  const { running, faults } = world
  const admin = await running.as('admin')
  await new Promise<void>((reached) => {
    const at = kill(reached)
    if ('path' in at) faults.on(at.path, at.fault)
    const { context } = 'store' in at ? behindStore(admin, at.store) : { context: admin }
    void invoke(rotateKey, context, input()).catch(() => undefined)
  })
}

/** What a console does that starts on this database. */
async function started(): Promise<string> {
  const { running, faults, pass } = world
  for (const path of [ROTATE, END, USAGE]) faults.on(path, pass)
  const { deps, org } = running
  const row = deps.store.reads.selectFrom('org_keys').selectAll().where('org_id', '=', org.row.id)
  const key = deps.vault.open(org.row.id, (await row.executeTakeFirstOrThrow()).ciphertext)
  await deps.orgs.swapKey(org, key)
  await settleInterruptedRotations(deps)
  return key.reveal()
}

const opens = async (key: string) =>
  (await fetch(`${world.running.authority.url}/api/v1/usage`, { headers: { 'x-org-key': key } })).status === 200

it.each(KILLS)('%s', async (_, kill) => {
  world = await consoleBehindFaults(['a:prod:x:01'])
  await killed(kill)
  const key = await started()
  expect(await opens(key)).toBe(true)
  const admin = await world.running.as('admin')
  const [last] = (await invoke(listRotations, admin, {})).rotations
  expect(last?.state).not.toBe('requested')
  // Whatever it was: one more rotation, led by what the page says, ends with a key that works and no other one.
  const next = last?.state === 'unknown' ? { recovers: last.id } : {}
  const { rotation } = await invoke(rotateKey, admin, input(next))
  expect(rotation).toMatchObject({ state: 'done', fault: null })
  const renewed = await started()
  expect([await opens(renewed), renewed !== key, await opens(key)]).toEqual([true, true, false])
})

it('a key that was kept without being asked for anything would open nothing (mutant)', async () => {
  world = await consoleBehindFaults(['a:prod:x:01'])
  const { running, faults } = world
  faults.on(ROTATE, (socket, request) => {
    const body = JSON.stringify({ status: 'ok', orgApiKey: `org_${'z'.repeat(43)}` })
    socket.write(`HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
    void request
  })
  const admin = await running.as('admin')
  const { deps } = admin
  const blind = { ...admin, deps: { ...deps, orgs: { ...deps.orgs, tryKey: async () => undefined } } }
  expect((await invoke(rotateKey, blind, input())).rotation.state).toBe('done')
  expect(await opens(await started())).toBe(false)
})

it('a clock of the authority that steps over the overlap: the rotation stays open until a key is entered that works', async () => {
  let ahead = 0
  world = await consoleBehindFaults(['a:prod:x:01'], { authorityNow: () => Date.now() + ahead })
  const { running, faults, pass } = world
  const admin = await running.as('admin')
  faults.on(
    ROTATE,
    afterApplying(running.authority.url, (socket) => void socket.destroy()),
  )
  const { rotation: lost } = await invoke(rotateKey, admin, input())
  faults.on(ROTATE, pass)
  ahead = 3_600_000
  await expect(invoke(rotateKey, admin, input({ recovers: lost.id }))).rejects.toMatchObject({
    code: 'upstream-key-rejected',
  })
  const { rotations } = await invoke(listRotations, admin, {})
  expect(rotations.map(({ state }) => state)).toEqual(['refused', 'unknown'])
})
