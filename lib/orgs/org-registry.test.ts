/** One org whose key does not open: it waits for a new one, and no other org suffers. */
import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { byTerminal } from '@/lib/services/access/by'
import { removeOrg } from '@/lib/services/org-admin/remove-org'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { ORG_KEY, type TestConsole, testConsole } from '@/testing/console/test-console'
import { createKeyVault } from './key-vault'

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

it('an org that is removed is read no longer, and no person has a role in it', async () => {
  running = await testConsole({ devices: ['a'] })
  const { orgs, store } = running.deps
  const org = orgs.all()[0]
  const slug = org?.row.slug ?? ''
  await running.as('admin')
  await removeOrg(store.db, slug, byTerminal(1))
  await orgs.refresh()
  expect([orgs.bySlug(slug), orgs.byId(org?.row.id ?? ''), orgs.all()]).toEqual([undefined, undefined, []])
  expect(await store.db.selectFrom('memberships').selectAll().execute()).toEqual([])
  await expect(org?.reader.readNow()).rejects.toThrow()
  await expect(removeOrg(store.db, slug, byTerminal(1))).rejects.toThrow(`There is no org "${slug}"`)
})

it('an org with work under way is not removed', async () => {
  running = await testConsole({ devices: ['a'] })
  const { orgs, store } = running.deps
  const { id = '', slug = '' } = orgs.all()[0]?.row ?? {}
  await running.act(await running.as('responder'), { kind: 'disable' })
  running.rowsAreChanged()
  await store.db.updateTable('operations').set({ state: 'running' }).execute()
  await expect(removeOrg(store.db, slug, byTerminal(1))).rejects.toThrow('1 operations that are not finished')
  await orgs.refresh()
  expect(orgs.byId(id)).toBeDefined()
})
