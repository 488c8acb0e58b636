import { expect, it } from 'vitest'
import { ROLLBACK, type SqliteConnection } from './connection'
import { openLocalConnection } from './local-connection'

const run = (connection: SqliteConnection, sql: string) => connection.run({ sql, parameters: [] })

it('rolls back what is open, and nothing where nothing is', async () => {
  const connection = openLocalConnection(':memory:', 'write')
  await run(connection, 'create table t (a integer)')
  await run(connection, 'begin immediate')
  await run(connection, 'insert into t values (1)')
  for (const _ of [1, 2]) expect(await run(connection, ROLLBACK)).toEqual({ columns: [], rows: [], changes: 0 })
  expect((await run(connection, 'select * from t')).rows).toEqual([])
  await connection.close()
})
