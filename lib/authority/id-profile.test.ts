/** A new authority takes no id that looks like another because of what is never drawn; what was there before stays. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'

const HIDDEN = [
  'bo\u200bt',
  'bot\u200d',
  '\u202ebot',
  'b\u00adot',
  'bot\ufe0f',
  'bot\u3164',
  'b\u{e0061}ot',
  'b\u2060ot',
  'bo\u034ft',
  'bot\u180e',
]
const register = (
  to: { post: (path: string, body: object) => Promise<{ status: number; body: unknown }> },
  deviceId: string,
) => to.post('devices/register', { deviceId })

describe('a new data folder', () => {
  it.each(HIDDEN)('registers no %j, and names the character', async (deviceId) => {
    const { agent, org } = await testAuthority()
    const { status, body } = await register(agent, deviceId)
    expect(status).toBe(400)
    expect(body).toMatchObject({
      status: 'error',
      error: 'invalid_request',
      message: expect.stringMatching(
        /^deviceId must have no character that is never drawn \(U\+[0-9A-F]{4,5} after \d characters\)/,
      ),
    })
    expect((await org.get('devices/list')).body).toMatchObject({ devices: [] })
    // The other routes accept the id: it is not registered, so it is not allowed.
    expect((await agent.post('devices/validate', { deviceId })).body).toMatchObject({ allowed: false })
  })

  it.each(['bot', 'crewai:prod:a b:01', 'café', 'cafe\u0301', 'бот', '東京', 'Bot', '😀', 'a\u00a0b'])(
    'registers %j',
    async (deviceId) => {
      const { agent } = await testAuthority()
      expect((await register(agent, deviceId)).body).toMatchObject({ status: 'ok', deviceId })
    },
  )

  it('of the profile any takes them, and keeps the profile whatever is set later', async () => {
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir, idProfile: 'any' })
    expect((await register(first.agent, 'bo\u200bt')).status).toBe(200)
    await first.close()
    const second = await testAuthority({ dataDir, idProfile: 'visible' })
    expect((await register(second.agent, 'bot\u200d')).status).toBe(200)
    expect((await register(second.agent, 'bo\u200bt')).body).toMatchObject({ status: 'exists' })
    await second.close()
  })

  it('of the profile visible keeps it as well', async () => {
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir })
    await first.close()
    const second = await testAuthority({ dataDir, idProfile: 'any' })
    expect((await register(second.agent, 'bo\u200bt')).status).toBe(400)
    await second.close()
  })
})

it('a folder of before there were profiles stays as it is: its devices validate, revoke and register as ever', async () => {
  const dataDir = temporaryFolder()
  const first = await testAuthority({ dataDir, idProfile: 'any' })
  await register(first.agent, 'bo\u200bt')
  await first.close()
  const db = new Database(join(dataDir, 'authority.db'))
  expect(db.prepare("DELETE FROM meta WHERE name = 'id_profile'").run().changes).toBe(1)
  db.close()
  const second = await testAuthority({ dataDir })
  expect((await register(second.agent, 'bo\u200bt')).body).toMatchObject({ status: 'exists' })
  expect((await register(second.agent, 'b\u200bot')).body).toMatchObject({ status: 'ok' })
  expect((await second.org.post('devices/revoke', { deviceId: 'bo\u200bt' })).status).toBe(200)
  expect((await register(second.agent, 'bo\u200bt')).body).toMatchObject({ error: 'device_revoked' })
  await second.close()
})

it('a profile that no version has written is damage', async () => {
  const dataDir = temporaryFolder()
  await (await testAuthority({ dataDir })).close()
  const db = new Database(join(dataDir, 'authority.db'))
  db.prepare("UPDATE meta SET value = 9 WHERE name = 'id_profile'").run()
  db.close()
  await expect(testAuthority({ dataDir })).rejects.toThrow('damaged')
})
