/** The emergency file: it is there or says that it is not, and what is in it alone reaches the store at the next start. */

import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStopWatch } from '@/lib/evidence/stop-watch'
import { syncStops } from '@/lib/evidence/sync-stops'
import { getOrgState } from '@/lib/services/orgs/org-services'
import { invoke } from '@/lib/services/service'
import { stopOrg } from '@/lib/services/stops/stop-org'
import { createEmergencyJournal } from '@/lib/stops/emergency-journal'
import { recoverFromJournal } from '@/lib/stops/recover-from-journal'
import { listAlarmsOf } from '@/lib/store/alarms'
import { listEvents } from '@/lib/store/audit/audit-events'
import { liveHoldsOf } from '@/lib/store/holds'
import { findOperation } from '@/lib/store/operations'
import { behindStore, rejects } from '../console/faulty-store'
import { testConsole } from '../console/test-console'
import { startFaultServer } from '../faults/fault-server'
import { json } from '../faults/faults'
import { forward } from '../faults/proxy-faults'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stop-sink-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('is preallocated, goes on after the last line of an earlier start, and passes over a line that was cut', () => {
  const path = join(folder, 'sink.jsonl')
  createEmergencyJournal(path, () => {}).write({ kind: 'a' })
  expect(statSync(path).size).toBe(1_048_576)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/\n {20}/, '\n{"kind":"cut off\n   '))
  const sink = createEmergencyJournal(path, () => {})
  expect(sink.write({ kind: 'b' })).toBe('file')
  expect(sink.lines?.()).toEqual([{ kind: 'a' }, { kind: 'b' }])
  sink.clear?.()
  expect(createEmergencyJournal(path, () => {}).lines?.()).toEqual([])
})

it('that cannot be had does not keep the console from starting: it says so, and stderr takes the lines', () => {
  const lines: string[] = []
  mkdirSync(join(folder, 'a-folder'))
  const sink = createEmergencyJournal(join(folder, 'a-folder'), (line) => lines.push(line))
  expect(sink.fault?.()).toContain('cannot be used')
  expect(sink.write({ kind: 'a' })).toBe('stderr')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('cannot be used')
})

it('that is full says so, and stderr takes the line', () => {
  const lines: string[] = []
  const sink = createEmergencyJournal(join(folder, 'sink.jsonl'), (line) => lines.push(line))
  expect(sink.fault?.()).toBeNull()
  expect(sink.write({ text: 'x'.repeat(1_048_600) })).toBe('stderr')
  expect(sink.fault?.()).toContain('full')
})

it('gives what it alone has to the store, once, and is empty then', async () => {
  const faults = await startFaultServer()
  const running = await testConsole({
    devices: ['a', 'b'],
    baseUrl(authority) {
      faults.always(forward(authority.url))
      return faults.url
    },
  })
  try {
    const journal = createEmergencyJournal(join(folder, 'sink.jsonl'), () => {})
    const operator = await running.as('operator')
    const { context } = behindStore({ ...operator, deps: { ...running.deps, journal } }, rejects)
    const { operation: stopped } = await invoke(stopOrg, context, { id: randomUUID() })
    faults.on('/api/v1/org/', json({ status: 'error', error: 'not_found' }, 404))
    const { operation: fallback } = await invoke(stopOrg, context, { id: randomUUID() })
    // As a console that starts anew: nothing in memory, the file alone.
    const deps = { ...running.deps, journal: createEmergencyJournal(join(folder, 'sink.jsonl'), () => {}) }
    expect(await recoverFromJournal(deps)).toBe(2)
    expect((await findOperation(deps.store.db, stopped.id))?.stop_status).toBe('accepted')
    expect(await findOperation(deps.store.db, fallback.id)).toMatchObject({ stop_status: 'accepted', total: 2 })
    expect(await liveHoldsOf(deps.store.db, fallback.id)).toHaveLength(2)
    const events = await listEvents(deps.store.db, { orgIds: [running.org.row.id], operationId: stopped.id, limit: 9 })
    expect(events.map((event) => event.kind).sort()).toEqual(['operation.accepted', 'operation.requested'])
    expect(deps.journal.lines?.()).toEqual([])
    expect(await recoverFromJournal(deps)).toBe(0)
  } finally {
    await running.close()
    await faults.close()
  }
})

it('a stop that was on its way when the console died is sent again, and not taken for done', async () => {
  const running = await testConsole({ devices: ['a'] })
  try {
    const journal = createEmergencyJournal(join(folder, 'sink.jsonl'), () => {})
    const responder = await running.as('responder')
    const { context } = behindStore({ ...responder, deps: { ...running.deps, journal } }, rejects)
    const { id } = (await invoke(stopOrg, context, { id: randomUUID() })).operation
    const [requested] = createEmergencyJournal(join(folder, 'sink.jsonl'), () => {}).lines?.() ?? []
    const only = createEmergencyJournal(join(folder, 'other.jsonl'), () => {})
    only.write(requested as Record<string, unknown>)
    expect(await recoverFromJournal({ ...running.deps, journal: only })).toBe(1)
    expect(await findOperation(running.deps.store.db, id)).toMatchObject({ stop_status: 'unknown', state: 'running' })
  } finally {
    await running.close()
  }
})

it('a resume that was accepted and could not be written ends its stop at the next start', async () => {
  const running = await testConsole({ devices: ['a'] })
  try {
    const path = join(folder, 'sink.jsonl')
    const operator = await running.as('operator')
    const stopped = await running.act(operator, { kind: 'disable' })
    const deps = { ...running.deps, journal: createEmergencyJournal(path, () => {}), closing: AbortSignal.abort() }
    const { context } = behindStore({ ...operator, deps }, (real, nth) => (nth === 1 ? real() : rejects(real, nth)))
    const resumed = await running.start(context, { kind: 'enable', reason: 'over' })
    expect(resumed).toMatchObject({ acceptedAt: expect.any(String), error: { code: 'not-recorded' } })
    expect((await findOperation(running.deps.store.db, stopped.id))?.stop_status).toBe('accepted')
    // As a console that starts anew: the stop is watched again, and the file has the resume.
    await syncStops(running.deps.store.db, running.org)
    await recoverFromJournal({ ...running.deps, journal: createEmergencyJournal(path, () => {}) })
    expect((await findOperation(running.deps.store.db, stopped.id))?.stop_status).toBe('lifted')
    expect(await findOperation(running.deps.store.db, resumed.id)).toMatchObject({
      state: 'finished',
      accepted_at: Date.parse(resumed.acceptedAt as string),
    })
    expect(running.org.stops.inForce()).toBe(false)
    await running.org.reader.readNow()
    expect((await findOperation(running.deps.store.db, stopped.id))?.stop_status).toBe('lifted')
  } finally {
    await running.close()
  }
})

it('a resume that was accepted and is not written yet is no lift by others, whatever else is in force', async () => {
  const running = await testConsole({ devices: ['a', 'b'] })
  try {
    const operator = await running.as('operator')
    const revoked = await running.act(operator, { kind: 'revoke', target: { ids: ['b'] } })
    const stopped = await running.act(operator, { kind: 'disable' })
    const deps = { ...running.deps, closing: AbortSignal.abort() }
    const { context } = behindStore({ ...operator, deps }, (real, nth) => (nth === 1 ? real() : rejects(real, nth)))
    expect(await running.start(context, { kind: 'enable', reason: 'over' })).toMatchObject({
      error: { code: 'not-recorded' },
    })
    // The review that raises this alarm has looked at the stop of the org too.
    await running.org.connection.client.unrevoke('b')
    await running.org.reader.readNow()
    const alarms = () => listAlarmsOf(running.deps.store.db, [revoked.id, stopped.id])
    await expect.poll(async () => (await alarms()).some(({ kind }) => kind === 'contradicted')).toBe(true)
    expect((await alarms()).map(({ kind }) => kind)).toEqual(['contradicted'])
    expect((await invoke(getOrgState, operator, {})).orgStop).toBeNull()
    expect((await findOperation(running.deps.store.db, stopped.id))?.stop_status).toBe('accepted')
  } finally {
    await running.close()
  }
})

it('a stop that only the file has is watched once it was taken over', async () => {
  const running = await testConsole({ devices: ['a'] })
  try {
    const journal = createEmergencyJournal(join(folder, 'sink.jsonl'), () => {})
    const operator = await running.as('operator')
    const { context } = behindStore({ ...operator, deps: { ...running.deps, journal } }, rejects)
    const { id } = (await invoke(stopOrg, context, { id: randomUUID() })).operation
    // As a console that starts anew: nothing in memory.
    running.org.stops = createStopWatch(() => running.org)
    expect(running.org.stops.isWatched(id)).toBe(false)
    await recoverFromJournal({ ...running.deps, journal: createEmergencyJournal(join(folder, 'sink.jsonl'), () => {}) })
    expect(running.org.stops.inForce()).toBe(true)
  } finally {
    await running.close()
  }
})
