/** One org whose key does not open: it waits for a new one, and no other org suffers. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { createKeyVault } from '../key-vault'
import { ORG_KEY, type TestConsole, testConsole } from '../testing/test-console'

let running: TestConsole
afterEach(() => running.close())

it('is shown as a rejected key, leaves the others alone, and works again with a new key', async () => {
  running = await testConsole({ devices: ['a'] })
  const { orgs, store } = running.deps
  const id = randomUUID()
  const sealed = createKeyVault(new Secret('another-encryption-key-another-key')).seal(id, new Secret(ORG_KEY))
  await insertOrg(store.db, {
    id,
    slug: 'lost',
    name: 'lost',
    base_url: running.authority.url,
    id_pattern: '{env}',
    paths: '{}',
    created_at: 0,
  })
  await putOrgKey(store.db, id, sealed, 0)
  await orgs.refresh()
  const lost = orgs.byId(id)
  expect(lost?.reading).toMatchObject({ keyRejected: true, readAt: null })
  expect((await running.act(await running.as('responder'), { kind: 'disable' })).stop?.status).toBe('accepted')
  if (lost) await orgs.replaceKey(lost, new Secret(ORG_KEY))
  expect(lost?.reading).toMatchObject({ keyRejected: false, error: null })
  expect(lost?.fleet.size).toBe(1)
})
