/** The reply for a change that the state or the disk refuses, byte by byte: programs read it. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'
import { AGENT_KEY, ORG_KEY } from '@/testing/authority/test-keys'

/** The status and exact body of a call, its request id taken out. */
async function answerOf(url: string, path: string, body: object, key = ORG_KEY): Promise<[number, string]> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'x-org-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return [response.status, (await response.text()).replace(/"request_id":"[^"]+"/, '"request_id":"…"')]
}

it('names a device that is not there', async () => {
  const { url } = await testAuthority()
  for (const path of ['devices/revoke', 'devices/unrevoke', 'devices/remove'])
    expect(await answerOf(url, path, { deviceId: 'a' })).toEqual([
      404,
      '{"status":"error","error":"device_not_found","message":"No device of this org has this id.","deviceId":"a","request_id":"…"}',
    ])
})

it('reports that every slot is in use', async () => {
  const { url, agent, org } = await testAuthority({ deviceLimit: 1 })
  await agent.post('devices/register', { deviceId: 'a' })
  await org.post('devices/revoke', { deviceId: 'a' })
  await agent.post('devices/register', { deviceId: 'b' })
  const rest =
    '"status":"blocked","error":"device_limit_reached","message":"All 1 device slots are in use. Revoke or remove a device first."'
  expect(await answerOf(url, 'devices/unrevoke', { deviceId: 'a' })).toEqual([
    403,
    `{${rest},"limit":1,"devicesUsed":1,"request_id":"…"}`,
  ])
  expect(await answerOf(url, 'devices/register', { deviceId: 'c' }, AGENT_KEY)).toEqual([
    403,
    `{${rest},"handler":"devices/register","deviceId":"c","limit":1,"devicesUsed":1,"request_id":"…"}`,
  ])
  const [status, text] = await answerOf(url, 'devices/unrevoke_batch', { deviceIds: ['a', 'b', 'c', '\u0000'] })
  expect([status, text.replace(/"revision":\d+/g, '"revision":0')]).toEqual([
    200,
    '{"status":"partial","handler":"devices/unrevoke_batch","revision":0,"results":[{"deviceId":"a","status":"blocked","changed":false,"revision":0,"error":"device_limit_reached","message":"All 1 device slots are in use. Revoke or remove a device first."},{"deviceId":"b","status":"ok","changed":false,"revision":0},{"deviceId":"c","status":"error","changed":false,"revision":0,"error":"device_not_found","message":"No device of this org has this id."},{"deviceId":"\\u0000","status":"error","changed":false,"revision":0,"error":"invalid_request","message":"deviceId must be 1 to 256 characters without control characters."}],"request_id":"…"}',
  ])
})

it('never restores by registering', async () => {
  const { url, agent, org } = await testAuthority()
  await agent.post('devices/register', { deviceId: 'a' })
  await org.post('devices/revoke', { deviceId: 'a' })
  expect(await answerOf(url, 'devices/register', { deviceId: 'a' }, AGENT_KEY)).toEqual([
    403,
    '{"status":"blocked","error":"device_revoked","message":"The device was revoked. Registering does not restore it.","handler":"devices/register","deviceId":"a","request_id":"…"}',
  ])
})

it('reports that nothing changed if the disk took nothing, and logs why', async () => {
  const dataDir = temporaryFolder()
  const faults: unknown[] = []
  const { url } = await testAuthority({ dataDir, onFault: (error) => faults.push(error) })
  const other = new Database(join(dataDir, 'authority.db'))
  onTestFinished(() => void other.close())
  other.exec('BEGIN IMMEDIATE')
  expect(await answerOf(url, 'org/disable', {})).toEqual([
    500,
    '{"status":"error","error":"not_written","message":"The change could not be written to disk, so it was not made. Nothing changed.","request_id":"…"}',
  ])
  expect(faults).toMatchObject([
    {
      message: 'The change could not be written to disk, so it was not made. Nothing changed.',
      cause: { code: 'SQLITE_BUSY' },
    },
  ])
})
