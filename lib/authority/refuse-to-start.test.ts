import { copyFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'
import { readConfig } from './config'
import { createAuthority } from './create-authority'
import { startAuthority } from './start-authority'

async function usedFolder(): Promise<string> {
  const dataDir = temporaryFolder()
  const first = await testAuthority({ dataDir })
  for (let index = 0; index < 200; index += 1)
    await first.agent.post('devices/register', { deviceId: `device-${index}` })
  await first.org.post('devices/revoke', { deviceId: 'device-0' })
  await first.close()
  return dataDir
}

const refusal = (dataDir: string) => {
  try {
    void createAuthority({ dataDir }).close()
  } catch (error) {
    return (error as Error).message
  }
  return 'started'
}

const spoil = (file: string, at: number, bytes: Buffer) => {
  const whole = readFileSync(file)
  bytes.copy(whole, at)
  writeFileSync(file, whole)
}

describe('the authority refuses to start', () => {
  it.each(['authority.db', 'authority-evidence.db'])('without %s where there was one', async (name) => {
    const dataDir = await usedFolder()
    rmSync(join(dataDir, name))
    const message = refusal(dataDir)
    expect(message).toMatch(/is missing, but there was one before/)
    expect(message).toMatch(/Restore .* from a backup/)
    expect(message).toMatch(/To start over/)
    expect(existsSync(join(dataDir, name))).toBe(false)
  })

  it.each(['authority.db', 'authority-evidence.db'])(
    'on %s when it is empty, cut short or overwritten',
    async (name) => {
      const spoilers: ((file: string) => void)[] = [
        (file) => truncateSync(file, 0),
        (file) => truncateSync(file, 4096),
        (file) => truncateSync(file, statSync(file).size - 100),
        (file) => spoil(file, 0, Buffer.from('this is no database at all')),
        (file) => spoil(file, 4096, Buffer.alloc(4096, 0xab)),
        (file) => writeFileSync(file, 'hello'),
      ]
      const dataDir = await usedFolder()
      const file = join(dataDir, name)
      copyFileSync(file, `${file}.good`)
      for (const spoiler of spoilers) {
        copyFileSync(`${file}.good`, file)
        for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
        spoiler(file)
        expect(refusal(dataDir)).toMatch(/Restore .* from a backup/)
      }
      copyFileSync(`${file}.good`, file)
      expect(refusal(dataDir)).toBe('started')
    },
  )

  it('on a newer schema, a stranger, and rows that cannot be', async () => {
    const cases: [sql: string, expected: RegExp][] = [
      ['PRAGMA user_version = 99', /newer version \(schema 99/],
      ['PRAGMA application_id = 1', /not a database of this authority/],
      ["UPDATE devices SET device_id = 'device-1' WHERE device_id = 'device-2'", /damaged/],
      ["UPDATE devices SET device_id = 'a' || char(10) WHERE device_id = 'device-2'", /damaged/],
      ['UPDATE devices SET slot = 1', /damaged/],
      ['DELETE FROM orgs', /damaged|cannot be read/],
      ["UPDATE meta SET value = 1 WHERE name = 'next_serial'", /damaged/],
    ]
    const dataDir = await usedFolder()
    const file = join(dataDir, 'authority.db')
    copyFileSync(file, `${file}.good`)
    for (const [sql, expected] of cases) {
      copyFileSync(`${file}.good`, file)
      const db = new Database(file)
      db.pragma('foreign_keys = OFF')
      db.exec(sql)
      db.close()
      expect(refusal(dataDir)).toMatch(expected)
    }
  })

  it('a second time on the same data, and again once the first is gone', async () => {
    const dataDir = temporaryFolder()
    const first = await testAuthority({ dataDir })
    expect(refusal(dataDir)).toMatch(/Another authority is running/)
    expect((await first.agent.get('usage')).status).toBe(200)
    await first.close()
    expect(refusal(dataDir)).toBe('started')
  })

  it('on a port in use, without keeping the data locked', async () => {
    const first = await testAuthority()
    const dataDir = temporaryFolder()
    await expect(startAuthority({ dataDir, port: first.port })).rejects.toThrow(/Port \d+ on 127.0.0.1 is in use/)
    expect(refusal(dataDir)).toBe('started')
  })

  it('on a wrong configuration, naming every fault', () => {
    const env = {
      AUTHORITY_PORT: 'x',
      AUTHORITY_DEVICE_LIMIT: '0',
      AUTHORITY_ORG_KEY: 'short',
      AUTHORITY_OPEN_SIGNUP: 'y',
      AUTHORITY_ID_PROFILE: 'strict',
    }
    const read = () => readConfig({ NODE_ENV: 'test', ...env })
    for (const name of Object.keys(env)) expect(read).toThrow(name)
    expect(readConfig({ NODE_ENV: 'test' })).toMatchObject({
      host: '127.0.0.1',
      port: 4040,
      dataDir: '.data',
      deviceLimit: 1000,
      idProfile: 'visible',
    })
  })
})

it('keys are random, kept as hashes only, and shown once', async () => {
  const dataDir = temporaryFolder()
  const first = await startAuthority({ dataDir })
  const keys = first.firstKeys
  await first.close()
  expect(keys?.orgKey).toMatch(/^org_[\w-]{43}$/)
  expect(keys?.agentKey).toMatch(/^org_agent_[\w-]{43}$/)
  const stored = readFileSync(join(dataDir, 'authority.db')).toString('latin1')
  expect(stored).not.toContain(keys?.orgKey)
  expect(stored).not.toContain(keys?.agentKey)
  const second = await startAuthority({ dataDir })
  expect(second.firstKeys).toBeNull()
  await second.close()
})
