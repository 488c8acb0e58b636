/** Kysely over one SQLite connection. Statements outside a transaction wait while one is open, on the same connection. */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { type ManyQuery, ROLLBACK, type SqliteConnection } from './connection'

/** `shared`: nothing but single reads, which need no turn. */
export const sqliteDialect = (sqlite: SqliteConnection, { shared }: { shared: boolean }): Dialect => ({
  createAdapter: () => new Adapter(),
  createDriver: () => new SqliteDriver(sqlite, shared),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

class Adapter extends SqliteAdapter {
  readonly engine = 'sqlite'

  /** SQLite takes back a change of the schema with its transaction: a migration that is killed midway was never begun. */
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class SqliteDriver implements Driver {
  #turn: Promise<void> = Promise.resolve()

  constructor(
    private readonly sqlite: SqliteConnection,
    private readonly shared: boolean,
  ) {}

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Turn> {
    if (this.shared) return new Turn(this.sqlite, () => {})
    const before = this.#turn
    let end = () => {}
    this.#turn = new Promise((resolve) => {
      end = resolve
    })
    await before
    return new Turn(this.sqlite, end)
  }

  async beginTransaction(turn: Turn): Promise<void> {
    // Takes the write lock at once: one that is taken later fails when another program wrote in between.
    await turn.executeQuery(CompiledQuery.raw('begin immediate'))
    turn.pin()
  }

  async commitTransaction(turn: Turn): Promise<void> {
    await turn.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(turn: Turn): Promise<void> {
    // The end of the thread has rolled it back already; what failed is then the answer, not this.
    if (turn.isCurrent()) await turn.executeQuery(CompiledQuery.raw(ROLLBACK))
  }

  async releaseConnection(turn: Turn): Promise<void> {
    turn.end()
  }

  destroy(): Promise<void> {
    return this.sqlite.close()
  }
}

/** The connection while one caller has it. */
class Turn implements DatabaseConnection {
  #generation: number | null = null

  constructor(
    private readonly sqlite: SqliteConnection,
    readonly end: () => void,
  ) {}

  pin(): void {
    this.#generation = this.sqlite.generation()
  }

  isCurrent(): boolean {
    return this.#generation === null || this.#generation === this.sqlite.generation()
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (!this.isCurrent()) throw new Error('the transaction was lost with its thread')
    const { sql, parameters } = query
    const { columns, rows, changes } = await this.sqlite.run({
      sql,
      parameters,
      ...('rows' in query ? { rows: (query as ManyQuery).rows } : {}),
    })
    return { rows: rows.map((row) => toObject<Row>(columns, row)), numAffectedRows: BigInt(changes) }
  }

  streamQuery(): never {
    throw new Error('long answers are read page by page')
  }
}

function toObject<Row>(columns: readonly string[], values: readonly unknown[]): Row {
  const row: Record<string, unknown> = {}
  for (let index = 0; index < columns.length; index += 1) row[columns[index] as string] = values[index]
  return row as Row
}
