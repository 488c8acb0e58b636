import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { StateError } from '../state/state-error'
import { GroupCommitter, type Tx } from './group-committer'
import { openDatabase } from './open-database'
import { STATE_STEPS } from './schema'
import { StateStore } from './state-store'

function openCommitter() {
  const { db } = openDatabase(join(temporaryFolder(), 'state.db'), STATE_STEPS, false, (fresh) => {
    new StateStore(fresh).insertOrg({ id: 1, tag: 'a', deviceLimit: 10, createdAt: 0, name: null, madeWith: null })
  })
  const store = new StateStore(db)
  const committer = new GroupCommitter(store, () => 7)
  const memory: string[] = []
  const add = (serial: number, deviceId: string) => (tx: Tx) => {
    tx.undo(() => memory.splice(memory.indexOf(deviceId), 1))
    memory.push(deviceId)
    tx.store.insertDevice(1, { serial, slot: serial, deviceId, createdAt: 0 })
    return deviceId
  }
  const onDisk = () => db.prepare('SELECT device_id FROM devices ORDER BY serial').pluck().all()
  return { db, committer, memory, add, onDisk }
}

it('commits changes of one turn together, in order', async () => {
  const { committer, memory, add, onDisk } = openCommitter()
  const done = [committer.run(add(1, 'a')), committer.run(add(2, 'b'))]
  expect(memory).toEqual([])
  expect(await Promise.all(done)).toEqual(['a', 'b'])
  expect([memory, onDisk()]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ])
})

it('a refusal rejects one change and leaves the others', async () => {
  const { committer, add, onDisk } = openCommitter()
  const refused = committer.run(() => {
    throw new StateError({ code: 'device-not-found', deviceId: 'x' })
  })
  const made = committer.run(add(1, 'a'))
  await expect(refused).rejects.toMatchObject({ fault: { code: 'device-not-found' } })
  expect([await made, onDisk(), committer.failures]).toEqual(['a', ['a'], 0])
})

it('a change that cannot be written is taken back and takes no other with it', async () => {
  const { committer, memory, add, onDisk } = openCommitter()
  const settled = await Promise.allSettled([
    committer.run(add(1, 'a')),
    committer.run(add(1, 'same serial')),
    committer.run(add(2, 'b')),
  ])
  expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect([memory, onDisk()]).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ])
})

it('on a full database nothing changes, and the next change overwrites what the failed one left', async () => {
  const { db, committer, memory, add, onDisk } = openCommitter()
  const long = 'x'.repeat(250)
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 1}`)
  const settled = await Promise.allSettled(
    Array.from({ length: 60 }, (_, index) => committer.run(add(index + 1, `${index}${long}`))),
  )
  const refused = settled.filter((one) => one.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0]).toMatchObject({ reason: { fault: { code: 'not-written' } } })
  expect(memory).toEqual(onDisk())
  expect([committer.lastFailed, committer.broken, committer.failedAt]).toEqual([true, false, 7])
  const writes = () => db.prepare("SELECT value FROM meta WHERE name = 'writes'").pluck().get()
  const before = Number(writes())
  await committer.run(() => 'nothing to change')
  expect([writes(), committer.lastFailed]).toEqual([before + 1, false])
})

it('denies everything once a change could be neither made nor taken back', async () => {
  const { committer, add } = openCommitter()
  const broken = committer.run((tx) => {
    tx.undo(() => {
      throw new Error('cannot go back')
    })
    throw new Error('cannot go on')
  })
  await expect(broken).rejects.toMatchObject({ fault: { code: 'not-written' } })
  expect(committer.broken).toBe(true)
  await expect(committer.run(add(1, 'a'))).rejects.toMatchObject({ fault: { code: 'not-written' } })
})
