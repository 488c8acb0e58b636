/** Marks the faults of a database that is away, full or stuck: elsewhere a broken connection could be one to an authority. */
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely'
import { isPostgresAway } from './postgres-fault'

/** The code of such a fault; its cause is what `pg` threw. */
export const POSTGRES_AWAY = 'POSTGRES_AWAY'

function named(error: unknown): unknown {
  if (!isPostgresAway(error)) return error
  return Object.assign(new Error((error as Error).message, { cause: error }), { code: POSTGRES_AWAY })
}

const naming = async <Result>(run: () => Promise<Result>): Promise<Result> => {
  try {
    return await run()
  } catch (error) {
    throw named(error)
  }
}

export class NamedFaults implements Driver {
  constructor(private readonly inner: Driver) {}

  init(): Promise<void> {
    return this.inner.init()
  }

  acquireConnection(): Promise<NamedConnection> {
    return naming(async () => new NamedConnection(await this.inner.acquireConnection()))
  }

  beginTransaction({ inner }: NamedConnection, settings: TransactionSettings): Promise<void> {
    return naming(() => this.inner.beginTransaction(inner, settings))
  }

  commitTransaction({ inner }: NamedConnection): Promise<void> {
    return naming(() => this.inner.commitTransaction(inner))
  }

  rollbackTransaction({ inner }: NamedConnection): Promise<void> {
    return naming(() => this.inner.rollbackTransaction(inner))
  }

  releaseConnection({ inner }: NamedConnection): Promise<void> {
    return this.inner.releaseConnection(inner)
  }

  destroy(): Promise<void> {
    return this.inner.destroy()
  }
}

class NamedConnection implements DatabaseConnection {
  constructor(readonly inner: DatabaseConnection) {}

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return naming(() => this.inner.executeQuery<Row>(query))
  }

  streamQuery(): never {
    throw new Error('long answers are read page by page')
  }
}
