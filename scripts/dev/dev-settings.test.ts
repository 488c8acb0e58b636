/** A console in development is never the one that a person runs: no setting of theirs reaches it. */
import { afterEach, expect, it, vi } from 'vitest'
import { readConfig as readAuthorityConfig } from '@/lib/authority/config'
import { readConfig } from '@/lib/server/config/config'
import { DEV_DATA_DIR, devEnv } from './dev-settings.mjs'

const SETTINGS = { port: 3100, authorityPort: 4140, dataDir: DEV_DATA_DIR }

afterEach(() => vi.unstubAllEnvs())

it('takes neither a key nor a folder nor an address of the environment', () => {
  vi.stubEnv('MACHINEID_ORG_KEY', 'org_of_somebody_0123456789')
  vi.stubEnv('MACHINEID_BASE_URL', 'https://machineid.io')
  vi.stubEnv('DATA_DIR', '.data')
  vi.stubEnv('STOP_SINK', '.data/stop-sink.jsonl')
  vi.stubEnv('AUDIT_ANCHOR', '.data/audit-anchor.jsonl')
  vi.stubEnv('AUTHORITY_PORT', '4040')
  const env = devEnv(SETTINGS)
  const app = readConfig(env)
  expect(app.baseUrl).toBe('embedded')
  expect(app.embeddedUrl).toBe('http://127.0.0.1:4140')
  expect(app.orgKey?.reveal()).toBe(env.AUTHORITY_ORG_KEY)
  expect(app.authorityAdminKey?.reveal()).toBe(env.AUTHORITY_ADMIN_KEY)
  const files = [app.dataDir, String(app.database), app.journal, app.auditAnchor, app.auditSigningKey]
  expect(files.filter((file) => !file?.startsWith(DEV_DATA_DIR))).toEqual([])
  expect(readAuthorityConfig(env)).toMatchObject({ dataDir: DEV_DATA_DIR, port: 4140 })
})

it('sets every variable, so that none is taken from .env.local', () => {
  const asked = new Set<string>()
  const env = new Proxy(devEnv(SETTINGS), {
    get: (target, name: string) => {
      asked.add(name)
      return Reflect.get(target, name)
    },
  })
  readConfig(env)
  readAuthorityConfig(env)
  expect(asked.size).toBeGreaterThan(30)
  expect([...asked].filter((name) => devEnv(SETTINGS)[name] === undefined)).toEqual([])
})
