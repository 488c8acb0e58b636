/** A file of devices is the view that it was taken from: its filter, its order, and the parts of each id. */
import { afterEach, expect, it } from 'vitest'
import { DEVICE_SORTS } from '@/lib/domain/wire/devices'
import { type TestConsole, testConsole } from '@/testing/console/test-console'
import { invoke } from '../service'
import { listDevices } from './device-services'
import { exportDevices, exportPickedDevices } from './export-devices'

let running: TestConsole
afterEach(() => running.close())

const IDS = [
  'crewai:prod:tool:02',
  'crewai:prod:tool:01',
  'crewai:dev:عامل:01',
  'agent-1',
  'x:y:to\u200bol:=1',
  'a:b:c;=1+1:d',
]

async function textOf(body: string | ReadableStream<Uint8Array>): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await new Response(body).arrayBuffer())
}

const linesOf = (csv: string) =>
  csv
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n')

it('follows filter and sort', async () => {
  running = await testConsole({ devices: IDS })
  const viewer = await running.as('viewer')
  await running.agent('validate', 'agent-1')
  await running.act(await running.as('responder'), { kind: 'revoke', target: { ids: ['crewai:prod:tool:02'] } })
  await running.org.reader.readNow()
  for (const q of ['', 'crewai', 'status:active', '-shape:other'])
    for (const sort of DEVICE_SORTS) {
      const shown = (await invoke(listDevices, viewer, { q, sort })).rows.map(({ deviceId }) => deviceId)
      const { body } = await invoke(exportDevices, viewer, { q, sort, format: 'jsonl' })
      const taken = (await textOf(body)).trimEnd().split('\n')
      expect(taken.map((line) => JSON.parse(line).deviceId)).toEqual(shown)
      const picked = await invoke(exportPickedDevices, viewer, { ids: shown.toReversed(), sort })
      const csv = await invoke(exportDevices, viewer, { q, sort, format: 'csv' })
      expect(await textOf(picked.body)).toBe(await textOf(csv.body))
    }
  // Sorting the whole fleet for a file turns nothing over for the next reader.
  const before = (await invoke(listDevices, viewer, {})).rows.map(({ deviceId }) => deviceId)
  await textOf((await invoke(exportDevices, viewer, { sort: '-id', format: 'csv' })).body)
  expect(
    (await invoke(listDevices, viewer, { q: 'status:active,revoked' })).rows.map(({ deviceId }) => deviceId),
  ).toEqual(before)
  expect([...running.org.fleet.devices()].map(({ deviceId }) => deviceId)).toEqual(before)
})

it('carries the parts of each id; what is not drawn is written out, in JSON by its own escapes', async () => {
  running = await testConsole({ devices: IDS })
  const viewer = await running.as('viewer')
  const csv = await textOf((await invoke(exportDevices, viewer, { format: 'csv' })).body)
  expect(csv.startsWith('\ufeff"deviceId","framework","env","role","instance","status",')).toBe(true)
  const lines = linesOf(csv)
  expect(lines).toHaveLength(IDS.length + 1)
  expect(lines.find((line) => line.startsWith('"agent-1"'))).toMatch(/^"agent-1",,,,,"active"/)
  expect(lines.find((line) => line.startsWith('"crewai:prod:tool:01"'))).toContain(
    '"crewai","prod","tool","01","active"',
  )
  expect(lines.find((line) => line.startsWith('"x:y'))).toContain(
    `"x:y:to\\u{200b}ol:=1","x","y","to\\u{200b}ol","'=1"`,
  )
  expect(lines.find((line) => line.startsWith('"a:b'))).toContain(`"a:b:c;'=1+1:d","a","b","c;'=1+1","d"`)
  const json = await textOf((await invoke(exportDevices, viewer, { format: 'jsonl' })).body)
  expect(json).not.toMatch(/[\u200b\ufeff]/)
  expect(json).toContain('to\\u200bol')
  const devices = json
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(devices.map(({ deviceId }) => deviceId).sort()).toEqual([...IDS].sort())
  expect(devices.find(({ deviceId }) => deviceId === 'agent-1').parts).toBeNull()
  expect(devices.find(({ deviceId }) => deviceId === 'crewai:prod:tool:01').parts).toEqual({
    framework: 'crewai',
    env: 'prod',
    role: 'tool',
    instance: '01',
  })
})
