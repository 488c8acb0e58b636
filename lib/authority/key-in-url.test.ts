/** A key in the address of a call: refused before anything is looked up, and in no log. */
import { expect, it } from 'vitest'
import { testAuthority } from '@/testing/authority/test-authority'
import { createFaultLog } from './fault-log'
import { makeKey } from './keys/key-hash'

it.each(['usage?key=', 'devices/list?deviceId=', 'decisions?requestId=', ''])('"%s…" is refused', async (path) => {
  const { org } = await testAuthority()
  const key = makeKey('agent')
  const { status, body } = await org.get(`${path}${key}`)
  expect([status, body.error]).toEqual([400, 'key_in_url'])
  expect(JSON.stringify(body)).not.toContain(key)
})

it('an id that only begins like a key is looked up', async () => {
  const { org } = await testAuthority()
  await org.post('devices/register', { deviceId: 'org_agent_runner' })
  const { body } = await org.get('devices/list?deviceId=org_agent_runner')
  expect(body.devices.map(({ deviceId }) => deviceId)).toEqual(['org_agent_runner'])
})

it('a fault with a key in its message is logged without it', () => {
  const lines: string[] = []
  const key = makeKey('org')
  createFaultLog((line) => lines.push(line)).fault(new Error(`no answer to ${key}`, { cause: new Error(key) }))
  expect(lines).toEqual(['fault: no answer to org_[redacted] (org_[redacted])'])
})
