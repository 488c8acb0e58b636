import { expect, it } from 'vitest'
import { cpuMs } from '@/testing/cpu-ms'
import { findInLog, idLines } from './find-in-log'

const ID = '0b9ff9e3-8d0c-4a57-9d6f-2f6b1f0f6a11'

it.each([
  [
    'a JSON line',
    `{"level":"warn","deviceId":"crewai:prod:tool-runner:05","code":"DEVICE_REVOKED","request_id":"${ID}"}`,
  ],
  ['key=value', `machineid denied deviceId=crewai:prod:tool-runner:05 code=DEVICE_REVOKED request_id=${ID}`],
  ['words', `MachineID denied tool call: DEVICE_REVOKED ${ID} (crewai:prod:tool-runner:05)`],
  ['a Python dict', `{'device_id': 'crewai:prod:tool-runner:05', 'requestId': '${ID}'}`],
  ['a header', `device-id: crewai:prod:tool-runner:05\nx-request-id: ${ID}`],
])('finds request id and device id in %s', (_, log) => {
  expect(findInLog(log)).toEqual({ requestIds: [ID], deviceIds: ['crewai:prod:tool-runner:05'] })
})

it('takes one id alone as it is, of any authority', () => {
  expect(findInLog(' crewai:prod:tool-runner:05\n')).toEqual({
    requestIds: [],
    deviceIds: ['crewai:prod:tool-runner:05'],
  })
  expect(findInLog(ID)).toEqual({ requestIds: [ID], deviceIds: [] })
  expect(findInLog('agent-01')).toEqual({ requestIds: [], deviceIds: ['agent-01'] })
})

it('takes neither a time nor an address for a device', () => {
  const log = '2026-11-28T03:12:44Z http://127.0.0.1:8080/x connect ECONNREFUSED 10:11:12 at file:///app/a.mjs:10:4'
  expect(findInLog(`${log} ok`).deviceIds).toEqual([])
})

it('has the newest first, each once, and no more than twenty', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `deviceId=a:b:c:${index}`)
  const { deviceIds } = findInLog([...lines, 'deviceId=a:b:c:15'].join('\n'))
  expect(deviceIds.slice(0, 3)).toEqual(['a:b:c:15', 'a:b:c:29', 'a:b:c:28'])
  expect(deviceIds).toHaveLength(20)
})

it('keeps a quoted id with spaces and other scripts whole', () => {
  expect(findInLog('denied {"deviceId": "crewai:prod:عامل نص:05"} now').deviceIds).toEqual(['crewai:prod:عامل نص:05'])
})

it('keeps of a long log the lines that say the same', () => {
  const lines = Array.from(
    { length: 30 },
    (_, index) => `deviceId=a:b:c:${index} request_id=${ID.slice(0, -2)}${10 + index}`,
  )
  const found = findInLog([...lines, `deviceId='a "b":c'`].join('\n'))
  expect(found.deviceIds[0]).toBe('a "b":c')
  expect(findInLog(idLines(found))).toEqual(found)
  expect(findInLog(idLines({ requestIds: [], deviceIds: [] }))).toEqual({ requestIds: [], deviceIds: [] })
})

it('looks through a pasted log of hostile lines in a time that grows with its length', async () => {
  const time = (text: string) => cpuMs(() => findInLog(text))
  for (const piece of ['a:', 'request_id', 'deviceId="', 'a.a.a.', '0b9ff9e3-8d0c-', 'x request id  ']) {
    await time(piece.repeat(1_000))
    const [short, long] = [await time(piece.repeat(20_000)), await time(piece.repeat(160_000))]
    // Eight times the text: a pattern that backtracks would take sixty-four times as long.
    expect(long, piece).toBeLessThan(30 * Math.max(short, 10))
  }
})
