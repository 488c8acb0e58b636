import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CutProxy, openCutProxy } from '@/testing/store/cut-proxy'
import { serverOfTests } from '@/testing/store/test-database'
import { type TestLocation, testLocation } from '@/testing/store/test-store'
import { openStore } from '../open/open-store'
import type { Store } from '../rows/db'
import { clientConfig } from './client-config'
import type { PostgresLocation } from './postgres-location'

let at: TestLocation
let proxy: CutProxy
let store: Store
let losses: number

const onLoss = () => {
  losses += 1
}
const direct = () => at.location as PostgresLocation
const put = (name: string) =>
  store.db.transaction().execute((tx) => tx.insertInto('leases').values({ name, holder: '', expires_at: 1 }).execute())
const names = async () => {
  const client = new Client(clientConfig(direct()))
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    "select name from leases where name <> 'writable' order by name",
  )
  await client.end()
  return rows.map(({ name }) => name)
}
const command = async (text: string) => {
  const client = new Client(clientConfig(direct()))
  await client.connect()
  await client.query(text)
  await client.end()
}

beforeEach(async () => {
  losses = 0
  at = await testLocation()
  proxy = await openCutProxy(serverOfTests().port)
  store = await openStore({ ...direct(), port: proxy.port }, { onLoss })
})
afterEach(async () => {
  proxy.refuse(false)
  await store.close()
  proxy.close()
  await at.drop()
})

describe('a commit whose answer never comes', () => {
  it('was made: the act is done, once', async () => {
    proxy.cutAtCommit('after')
    await put('a')
    await put('b')
    expect(await names()).toEqual(['a', 'b'])
  })

  it('was not made: the act fails, and nothing is written', async () => {
    proxy.cutAtCommit('before')
    await expect(put('a')).rejects.toThrow(/Connection terminated/)
    await put('b')
    expect(await names()).toEqual(['b'])
  })

  it('is the same for a write outside a transaction', async () => {
    proxy.cutAtCommit('after')
    await store.writable()
    proxy.cutAtCommit('before')
    await expect(store.writable()).rejects.toThrow(/Connection terminated/)
  })

  it('is unknown while the database does not come back, and says so', async () => {
    proxy.cutAtCommit('after', () => proxy.refuse(true))
    await expect(put('a')).rejects.toThrow(/It may be saved or not/)
  })

  it('was made, and a server that lost it since says so at the next connection', async () => {
    await put('a')
    await command('update writers set mark = mark - 1')
    proxy.cutAtCommit('before')
    await expect(put('b')).rejects.toThrow()
    expect(losses).toBe(1)
    await put('c')
    expect(losses).toBe(1)
  })
})

it('does not acknowledge a transaction in which a statement failed and was passed over', async () => {
  const act = store.db.transaction().execute(async (tx) => {
    await tx.insertInto('leases').values({ name: 'a', holder: '', expires_at: 1 }).execute()
    await tx
      .insertInto('leases')
      .values({ name: 'a', holder: '', expires_at: 1 })
      .execute()
      .catch(() => undefined)
  })
  await expect(act).rejects.toThrow()
  expect(await names()).toEqual([])
})
