import { afterEach, expect, it } from 'vitest'
import { plainLine } from '@/lib/domain/escaped-text'
import { type Incident, incidentText } from '@/lib/domain/incident'
import { addReason } from '@/lib/services/operations/operation-services'
import { invoke } from '@/lib/services/service'
import { acknowledge } from '@/lib/services/stops/acknowledge-alarms'
import { exportIncident, getIncident } from '@/lib/services/stops/incident'
import { confirmationsKept } from '@/lib/store/confirmations'
import { apiOf } from '@/testing/authority/api'
import { type TestConsole, testConsole } from '../console/test-console'

const IDS = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:runner:03']
const [first, second, third] = IDS as [string, string, string]

let running: TestConsole
afterEach(() => running.close())

const lineOf = async (operation: string): Promise<Incident> =>
  invoke(getIncident, await running.as('viewer'), { operation })
const textsOf = ({ entries }: Incident) => entries.map(({ by, text }) => `${by.name} ${text}`)

it('reports press, acceptance, reason, each confirmation and the resume, in order', async () => {
  running = await testConsole({ devices: IDS })
  for (const id of IDS) await running.agent('validate', id)
  const responder = await running.as('responder', { name: 'Ann' })
  const stop = await running.act(responder, { kind: 'disable' })
  await invoke(addReason, responder, { operation: stop.id, reason: 'loop in prod' })
  await running.agent('validate', first)
  await running.agent('validate', second)
  await running.org.reader.readNow()

  const live = await lineOf(stop.id)
  expect(live).toMatchObject({ headline: 'Stop in force', covered: 3, confirmed: 2, unconfirmed: [third], leftOut: 0 })
  expect(live.operation.stop?.counts.confirmed).toBe(2)
  const texts = textsOf(live)
  expect(texts[0]).toBe('Ann asked to stop the whole org')
  expect(texts).toContain('Ann gave the reason: loop in prod')
  const confirmed = live.entries.filter((entry) => entry.kind === 'confirmed')
  expect(confirmed.map((entry) => entry.deviceId)).toEqual([first, second])
  for (const { at, clock, text } of confirmed) {
    expect(clock).toBe('authority')
    expect(Date.parse(at as string)).toBeGreaterThanOrEqual(Date.parse(live.operation.requestedAt) - 1_000)
    expect(text).toContain('confirmed: denied')
  }

  const operator = await running.as('operator', { name: 'Bo' })
  await running.act(operator, { kind: 'enable', reason: 'fixed' })
  await running.agent('validate', first)
  await running.org.reader.readNow()
  const over = await lineOf(stop.id)
  expect(over.headline).toBe('Stop lifted')
  expect(textsOf(over)).toContain('Bo asked to resume the whole org – "fixed"')
  // The first was allowed since: its denial is kept as it was seen. The third asked never under this stop.
  expect(over.entries.flatMap(({ deviceId }) => deviceId ?? [])).toEqual([first, second])
  await running.agent('validate', third)
  await running.org.reader.readNow()
  expect((await lineOf(stop.id)).confirmed).toBe(2)
})

it('reports when each was denied first, however often it asks again', async () => {
  running = await testConsole({ devices: [first] })
  const stop = await running.act(await running.as('responder'), { kind: 'disable' })
  const deniedAt = async () => {
    await running.agent('validate', first)
    await running.org.reader.readNow()
    return new Date(running.org.fleet.get(first)?.lastDecision?.at ?? 0).toISOString()
  }
  const confirmedAt = async () => (await lineOf(stop.id)).entries.find((entry) => entry.kind === 'confirmed')?.at
  const at = await deniedAt()
  await expect.poll(() => confirmationsKept(running.deps.store.db, stop.id)).toHaveLength(1)
  await expect.poll(deniedAt).not.toBe(at)
  expect(await confirmedAt()).toBe(at)
})

it('keeps apart what was proven under device keys, also after the stop has ended', async () => {
  running = await testConsole({ devices: [second] })
  const { url } = running.authority
  const { client } = running.org.connection
  await client.setKeyPolicy({ policy: 'mixed' })
  const enrolment = await client.addAgentKey({ name: 'rollout', requestId: 'r-1', use: 'enrolment' })
  const { body } = await apiOf(url, enrolment.text!.reveal()).post('devices/register', { deviceId: first })
  const own = apiOf(url, body.deviceKey as string)
  await running.org.reader.readNow()
  const operator = await running.as('operator')
  const stop = await running.act(operator, { kind: 'disable' })
  const askBoth = async () => {
    await own.post('devices/validate', { deviceId: first })
    await running.agent('validate', second)
    await running.org.reader.readNow()
  }
  await askBoth()
  expect(await lineOf(stop.id)).toMatchObject({ confirmed: 2, proven: 1 })
  await expect.poll(() => confirmationsKept(running.deps.store.db, stop.id)).toHaveLength(2)
  await running.act(operator, { kind: 'enable', reason: 'fixed' })
  await askBoth()
  const over = await lineOf(stop.id)
  expect(over).toMatchObject({ headline: 'Stop lifted', confirmed: 2, proven: 1 })
  const confirmations = over.entries.filter(({ kind }) => kind === 'confirmed').map(({ text }) => text)
  expect(confirmations.toSorted()).toEqual([
    `${first} confirmed: denied, ORG_DISABLED, under its own device key`,
    `${second} confirmed: denied, ORG_DISABLED`,
  ])
  expect(incidentText(over)).toContain('1 proven under their own device keys, 1 reported')
})

it('does not take the denial of a later stop for one of a stop that was lifted', async () => {
  running = await testConsole({ devices: [first] })
  const operator = await running.as('operator')
  const lifted = await running.act(operator, { kind: 'disable' })
  await running.act(operator, { kind: 'enable', reason: 'drill' })
  const later = await running.act(operator, { kind: 'disable' })
  await running.agent('validate', first)
  await running.org.reader.readNow()
  expect(await lineOf(lifted.id)).toMatchObject({ confirmed: 0, unconfirmed: [first] })
  expect(await lineOf(later.id)).toMatchObject({ confirmed: 1, unconfirmed: [] })
})

it('follows a revoke and its undo by device', async () => {
  running = await testConsole({ devices: IDS })
  const operator = await running.as('operator', { name: 'Bo' })
  const revoke = await running.act(operator, { kind: 'revoke', target: { ids: [first, second] } })
  await running.agent('validate', first)
  await running.org.reader.readNow()
  expect(await lineOf(revoke.id)).toMatchObject({ covered: 2, confirmed: 1, unconfirmed: [second] })
  await running.act(operator, { kind: 'restore', undoes: revoke.id, reason: 'too wide' })
  await running.org.reader.readNow()
  const over = await lineOf(revoke.id)
  expect(over).toMatchObject({ covered: 2, confirmed: 1, unconfirmed: [second] })
  expect(textsOf(over).some((text) => text.startsWith('Bo asked to undo: restore 2 devices'))).toBe(true)
})

it('reports what contradicted the stop, and who acknowledged the alarm', async () => {
  running = await testConsole({ devices: IDS })
  const responder = await running.as('responder', { name: 'Ann' })
  const revoke = await running.act(responder, { kind: 'revoke', target: { ids: [first] } })
  await running.org.reader.readNow()
  await running.org.connection.client.unrevoke(first)
  await running.org.reader.readNow()
  await expect
    .poll(async () => textsOf(await lineOf(revoke.id)))
    .toContain(`the console saw ${first} active or allowed under a stop in force`)
  await invoke(acknowledge, responder, { until: new Date(Date.now() + 1_000).toISOString() })
  const line = await lineOf(revoke.id)
  expect(textsOf(line)).toContain('Ann acknowledged an alarm of this stop')
  expect(line).toMatchObject({ confirmed: 0, unconfirmed: [first] })
})

it('is downloaded as text and JSON, recorded, and neutralised line by line', async () => {
  const hostile = 'crewai:prod:runner:0\u202e1'
  running = await testConsole({ devices: IDS })
  const viewer = await running.as('viewer')
  const stop = await running.act(await running.as('responder', { name: 'Eve\n2026 forged' }), { kind: 'disable' })
  const text = await invoke(exportIncident, viewer, { operation: stop.id, format: 'txt' })
  expect(text.filename).toMatch(/^main-incident-.*\.txt$/)
  expect(text.body).toContain('Eve\\u{000a}2026 forged asked to stop the whole org')
  expect(text.body).not.toMatch(/^2026 forged/m)
  const json = await invoke(exportIncident, viewer, { operation: stop.id, format: 'json' })
  const incident = JSON.parse(json.body) as Incident
  expect(incident.entries.length).toBeGreaterThan(0)
  expect(incidentText({ ...incident, unconfirmed: [hostile] })).toContain('  crewai:prod:runner:0\\u{202e}1\n')
  const events = await running.deps.store.db.selectFrom('audit_events').select('kind').execute()
  expect(events.filter(({ kind }) => kind === 'export.made')).toHaveLength(2)
})

it('refuses what is no stop, and an operation that does not exist', async () => {
  running = await testConsole({ devices: IDS })
  const operator = await running.as('operator')
  const register = await running.act(operator, { kind: 'register', target: { ids: ['crewai:prod:runner:09'] } })
  await expect(lineOf(register.id)).rejects.toMatchObject({ code: 'not-found' })
  await expect(lineOf(crypto.randomUUID())).rejects.toMatchObject({ code: 'not-found' })
})

it('keeps a line a line', () => {
  expect(plainLine('a\r\nb\u2028c\u009b\ud800')).toBe('a\\u{000d}\\u{000a}b\\u{2028}c\\u{009b}\\u{d800}')
})
