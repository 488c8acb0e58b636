/**
 * Writes to PostgreSQL as SQLite does them: one transaction after the other, over all programs that have the store open. Each takes the
 * same lock before it reads anything, so that it sees all that was committed before it and nothing changes under it. A write
 * outside a transaction is a transaction of one statement.
 *
 * The lock comes with a look at the writer's own row: a writer that was ended by another one, which took it for dead, writes nothing
 * any more, however late it wakes up. That row cannot change before the transaction ends.
 */
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'
import type { Client } from 'pg'
import { type CommitMark, commitMarked, requireCommitted } from './commit-mark'
import { queryResult } from './query-result'
import { LOCK_STATEMENT } from './statements'
import type { WriterTurn, WriterTurns } from './writer-turns'

const READS = /^\s*(select|show)\b/i
const OWN_ROW = 'select 1 from writers where id = $1 and ended_at is null'

/** This program was taken for dead by another one, which goes on with what it did. */
export class WriterEnded extends Error {
  override readonly name = 'WriterEnded'

  constructor() {
    super('another console took this one for dead: it writes nothing any more')
  }
}

/** `mark`: absent before the store is ready, when its schema is brought up to date. */
export type WriteOptions = { turns: WriterTurns; mark?: CommitMark; onEnded?: () => void }

export class WriteDriver implements Driver {
  constructor(private readonly options: WriteOptions) {}

  async init(): Promise<void> {}

  async acquireConnection(): Promise<WriteConnection> {
    return new WriteConnection(await this.options.turns.take(), this.options)
  }

  beginTransaction(connection: WriteConnection): Promise<void> {
    return connection.begin()
  }

  commitTransaction(connection: WriteConnection): Promise<void> {
    return connection.commit()
  }

  rollbackTransaction(connection: WriteConnection): Promise<void> {
    return connection.rollback()
  }

  async releaseConnection(connection: WriteConnection): Promise<void> {
    connection.end()
  }

  destroy(): Promise<void> {
    return this.options.turns.close()
  }
}

/** The connection while one caller has it. */
class WriteConnection implements DatabaseConnection {
  #inTransaction = false
  readonly #client: Client

  constructor(
    private readonly turn: WriterTurn,
    private readonly options: WriteOptions,
  ) {
    this.#client = turn.client
  }

  end(): void {
    this.turn.end()
  }

  async begin(): Promise<void> {
    try {
      await this.#begin()
      this.#inTransaction = true
    } catch (error) {
      await this.rollback()
      throw error
    }
  }

  async #begin(): Promise<void> {
    const { mark, onEnded } = this.options
    const begun = [this.#client.query('begin'), this.#client.query(LOCK_STATEMENT)]
    const own = mark && this.#client.query(OWN_ROW, [mark.writerId])
    await Promise.all([...begun, own])
    if (!own || (await own).rows.length > 0) return
    onEnded?.()
    throw new WriterEnded()
  }

  async commit(): Promise<void> {
    this.#inTransaction = false
    const { turns, mark } = this.options
    if (mark) await commitMarked(this.#client, turns, mark)
    else requireCommitted(await this.#client.query('commit'))
  }

  async rollback(): Promise<void> {
    this.#inTransaction = false
    // Where the connection broke, the server rolls back itself; what failed before is then the answer, not this.
    await this.#client.query('rollback').catch(() => undefined)
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { sql, parameters } = query
    if (this.#inTransaction || isRead(query)) return queryResult<Row>(await this.#client.query(sql, [...parameters]))
    const begun = this.begin()
    // Sent with what begins the transaction: where that fails, this is rolled back with it.
    const answer = this.#client.query(sql, [...parameters])
    answer.catch(() => undefined)
    await begun
    try {
      const result = queryResult<Row>(await answer)
      await this.commit()
      return result
    } catch (error) {
      if (this.#inTransaction) await this.rollback()
      throw error
    }
  }

  streamQuery(): never {
    throw new Error('long answers are read page by page')
  }
}

const isRead = ({ query, sql }: CompiledQuery): boolean =>
  query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && READS.test(sql))
