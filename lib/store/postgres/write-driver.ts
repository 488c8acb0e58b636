/**
 * Writes to PostgreSQL as SQLite does them: one transaction after the other, over all consoles of a deployment. Each takes the
 * same lock before it reads anything, so that it sees all that was committed before it and nothing changes under it. A write
 * outside a transaction is a transaction of one statement.
 */
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'
import type { Client } from 'pg'
import { type CommitMarks, commitMarked } from './commit-marks'
import { queryResult } from './query-result'
import { LOCK_STATEMENT } from './write-lock'
import type { WriterTurn, WriterTurns } from './writer-turns'

const READS = /^\s*(select|show)\b/i

export class WriteDriver implements Driver {
  constructor(
    private readonly turns: WriterTurns,
    private readonly marks: CommitMarks,
  ) {}

  async init(): Promise<void> {}

  async acquireConnection(): Promise<WriteConnection> {
    return new WriteConnection(await this.turns.take(), this.turns, this.marks)
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
    return this.turns.close()
  }
}

/** The connection while one caller has it. */
class WriteConnection implements DatabaseConnection {
  #inTransaction = false
  readonly #client: Client

  constructor(
    private readonly turn: WriterTurn,
    private readonly turns: WriterTurns,
    private readonly marks: CommitMarks,
  ) {
    this.#client = turn.client
  }

  end(): void {
    this.turn.end()
  }

  async begin(): Promise<void> {
    try {
      await Promise.all([this.#client.query('begin'), this.#client.query(LOCK_STATEMENT)])
      this.#inTransaction = true
    } catch (error) {
      await this.rollback()
      throw error
    }
  }

  async commit(): Promise<void> {
    this.#inTransaction = false
    await commitMarked(this.#client, this.turns, this.marks)
  }

  async rollback(): Promise<void> {
    this.#inTransaction = false
    // Where the connection broke, the server rolls back itself; what failed before is then the answer, not this.
    await this.#client.query('rollback').catch(() => undefined)
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { sql, parameters } = query
    if (this.#inTransaction || isRead(query)) return queryResult<Row>(await this.#client.query(sql, [...parameters]))
    // All of it is sent at once; the first fault is that which the others follow from.
    const begun = this.begin()
    const answer = this.#client.query(sql, [...parameters])
    answer.catch(() => undefined)
    try {
      await begun
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
