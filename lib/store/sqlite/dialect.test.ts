import { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ROLLBACK, type SqliteConnection } from './connection'
import { sqliteDialect } from './dialect'

type Tables = { rows: { id: number } }

/** A connection whose thread dies after the first insert, like one that was killed in the middle of a transaction. */
function dyingConnection(counts: boolean): { sqlite: SqliteConnection; ran: string[] } {
  const ran: string[] = []
  let generation = 1
  const sqlite: SqliteConnection = {
    generation: () => generation,
    async run({ sql }) {
      ran.push(sql.split(' ')[0] as string)
      if (sql.startsWith('insert') && counts) generation += 1
      return { columns: [], rows: [], changes: 0 }
    },
    close: async () => {},
  }
  return { sqlite, ran }
}

async function insertTwice(sqlite: SqliteConnection): Promise<void> {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(sqlite, { shared: false }) })
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('rows').values({ id: 1 }).execute()
    await tx.insertInto('rows').values({ id: 2 }).execute()
  })
}

it('reports a rollback that failed, whatever its fault is', async () => {
  const sqlite: SqliteConnection = {
    generation: () => 0,
    async run({ sql }) {
      if (sql.startsWith('insert')) throw new Error('cannot insert')
      if (sql === ROLLBACK) throw new Error('cannot roll back: no transaction is active')
      return { columns: [], rows: [], changes: 0 }
    },
    close: async () => {},
  }
  await expect(insertTwice(sqlite)).rejects.toThrow('cannot roll back')
})

describe('a transaction whose thread died', () => {
  it('fails whole: nothing of it runs on the thread that came after', async () => {
    const { sqlite, ran } = dyingConnection(true)
    await expect(insertTwice(sqlite)).rejects.toThrow('the transaction was lost with its thread')
    expect(ran).toEqual(['begin', 'insert'])
  })

  it('would be half written if the connection did not count its threads', async () => {
    const { sqlite, ran } = dyingConnection(false)
    await insertTwice(sqlite)
    expect(ran).toEqual(['begin', 'insert', 'insert', 'commit'])
  })
})
