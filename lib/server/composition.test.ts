/** A start that fails leaves nothing open, and the replies that need no sign-in name no org. */
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { GET as healthz } from '@/app/healthz/route'
import { GET as metrics } from '@/app/metrics/route'
import { findKeyRotation, insertKeyRotation } from '@/lib/store/key-rotations/key-rotations'
import { apiConsole } from '@/testing/console/api-console'
import { composeConsole } from './composition'
import { readConfig } from './config/config'
import { SOCKET_ADDRESS } from './request/address'

const folder = mkdtempSync(join(tmpdir(), 'console-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Files under the folder that this process has open (Linux). */
const openFiles = () =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`)
      return target.startsWith(folder) ? [target] : []
    } catch {
      return []
    }
  })

it.runIf(process.platform === 'linux')('closes what it had opened when the start fails', async () => {
  const config = readConfig({
    AUTH_SECRET: 'start-test-secret-start-test-secret',
    CONSOLE_ENCRYPTION_KEY: 'start-test-encryption-start-test-en',
    MACHINEID_ORG_KEY: 'org_start_0123456789abcdefghijklmn',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
  })
  for (let tries = 0; tries < 3; tries++) {
    await expect(composeConsole({ ...config, baseUrl: 'no address' })).rejects.toThrow()
    expect(openFiles()).toEqual([])
  }
})

it('is refused on the file of a console that runs, which goes on', async () => {
  const config = readConfig({
    AUTH_SECRET: 'start-test-secret-start-test-secret',
    CONSOLE_ENCRYPTION_KEY: 'start-test-encryption-start-test-en',
    MACHINEID_BASE_URL: 'http://127.0.0.1:9',
    DATA_DIR: mkdtempSync(join(folder, 'two-')),
    LOG_LEVEL: 'silent',
  })
  const first = await composeConsole(config)
  await expect(composeConsole(config)).rejects.toThrow(/Another console runs on/)
  await first.deps.store.writable()
  await first.close()
  await (await composeConsole(config)).close()
})

it('knows of a rotation that was under way at its end that its outcome is not known, and sends nothing', async () => {
  const config = readConfig({
    AUTH_SECRET: 'start-test-secret-start-test-secret',
    CONSOLE_ENCRYPTION_KEY: 'start-test-encryption-start-test-en',
    MACHINEID_ORG_KEY: 'org_start_0123456789abcdefghijklmn',
    MACHINEID_BASE_URL: 'http://127.0.0.1:9',
    DATA_DIR: mkdtempSync(join(folder, 'rotation-')),
    LOG_LEVEL: 'silent',
  })
  const first = await composeConsole(config)
  const [org] = first.deps.orgs.all()
  await insertKeyRotation(first.deps.store.db, {
    id: 'r',
    org_id: org?.row.id as string,
    kind: 'org',
    key_id: null,
    key_name: null,
    new_key_id: null,
    overlap_seconds: 0,
    reason: 'a test',
    user_id: 'u',
    actor_name: 'Ada',
    requested_at: 1,
    recover_before: 2,
    state: 'requested',
    settled_at: null,
    previous_until: null,
    previous_ended_at: null,
    recovers: null,
    fault: null,
  })
  await first.close()
  const second = await composeConsole(config)
  const row = await findKeyRotation(second.deps.store.db, org?.row.id as string, 'r')
  await second.close()
  expect(row).toMatchObject({ state: 'unknown', fault: 'console-ended' })
})

it('reports without a sign-in that it runs and how many orgs are read, and their names only to those who may see them', async () => {
  const running = await apiConsole({ ORG_NAME: 'secret-project' })
  try {
    const health = await healthz()
    const text = await health.text()
    expect(JSON.parse(text)).toEqual({ live: true, ready: true, readings: { ok: 1, failing: 0, keyRejected: 0 } })
    expect(text).not.toContain('secret-project')
    const ask = (address: string) =>
      metrics(new Request('http://127.0.0.1/metrics', { headers: { [SOCKET_ADDRESS]: address } }))
    const refused = await ask('10.0.0.7')
    expect([refused.status, (await refused.text()).includes('secret-project')]).toEqual([401, false])
    expect(await (await ask('127.0.0.1')).text()).toContain('machineid_console_devices_active{org="secret-project"}')
  } finally {
    await running.close()
  }
})
