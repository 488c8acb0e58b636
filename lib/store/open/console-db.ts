import { Kysely, type KyselyConfig, type TransactionBuilder } from 'kysely'
import { endTransaction } from '../audit/end-transaction'
import { beginNotes } from '../audit/transaction-notes'
import type { Database } from '../rows/schema'

/** The store's handle for writing: each of its transactions ends by writing into the record how it leaves operations. */
export class ConsoleDb extends Kysely<Database> {
  readonly #now: () => number

  /** @param now epoch ms. */
  constructor(config: KyselyConfig, now: () => number = Date.now) {
    super(config)
    this.#now = now
  }

  override transaction(): TransactionBuilder<Database> {
    const builder = super.transaction()
    const execute = builder.execute.bind(builder)
    builder.execute = (run) =>
      execute(async (tx) => {
        const notes = beginNotes(tx)
        const result = await run(tx)
        await endTransaction(tx, notes, this.#now())
        return result
      })
    return builder
  }
}
