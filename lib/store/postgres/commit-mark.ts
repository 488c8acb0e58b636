/**
 * What became of a commit whose answer never came. Each transaction writes the next mark into the row of its writer; the next holder of
 * the write lock reads that mark, and so knows. A primary that was restarted has the mark or it has not; one that was replaced by a
 * standby that lagged has an older one, also of transactions that were acknowledged.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, DatabaseError, type QueryResult } from 'pg'
import { AppError } from '@/lib/domain/errors'
import { DATABASE_NOW, LOCK_STATEMENT } from './statements'
import type { WriterTurns } from './writer-turns'

/** So long is it being found out, in ms. */
const FIND_OUT_MS = 10_000
const LOOK_EVERY_MS = 200

/** `last`: the mark of the last transaction that is known to be committed; 0: none yet. */
export type CommitMark = { writerId: string; last: number }

const MARK_STATEMENT = `update writers set mark = $2, seen_at = ${DATABASE_NOW} where id = $1`

/**
 * Commits. @throws the fault of a commit that was refused, and AppError `unavailable` if it is not known whether it was committed.
 */
export async function commitMarked(client: Client, turns: WriterTurns, own: CommitMark): Promise<void> {
  const mark = own.last + 1
  const marked = client.query(MARK_STATEMENT, [own.writerId, mark])
  marked.catch(() => undefined)
  let answer: QueryResult
  try {
    answer = await client.query('commit')
  } catch (error) {
    if (isRefusal(error) || !(await wasCommitted(turns, own, mark))) throw error
    own.last = mark
    return
  }
  requireCommitted(answer)
  own.last = mark
}

/** A transaction in which a statement failed is rolled back by a commit, which says so in no other way. */
export function requireCommitted({ command }: QueryResult): void {
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back: one of its statements had failed')
}

/** The server answered: the transaction is rolled back. When it ends itself meanwhile, that is no answer. */
const isRefusal = (error: unknown): boolean => error instanceof DatabaseError && error.severity === 'ERROR'

async function wasCommitted(turns: WriterTurns, { writerId }: CommitMark, mark: number): Promise<boolean> {
  const until = Date.now() + FIND_OUT_MS
  for (;;) {
    try {
      return (await readMark(await turns.replace(), writerId)) === mark
    } catch (cause) {
      if (Date.now() >= until)
        throw new AppError(
          'unavailable',
          'The database ended the connection while it was saving this, and does not answer. It may be saved or not. Load the page again once the database answers.',
          { cause },
        )
    }
    await delay(LOOK_EVERY_MS)
  }
}

/** The mark as it is once the writer's transaction has ended; 0 where there is none. */
export async function readMark(client: Client, writerId: string): Promise<number> {
  const answers = await Promise.all([
    client.query('begin'),
    client.query(LOCK_STATEMENT),
    client.query<{ mark: number }>('select mark from writers where id = $1', [writerId]),
    client.query('rollback'),
  ])
  return answers[2].rows[0]?.mark ?? 0
}
