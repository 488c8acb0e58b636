/**
 * What became of a commit whose answer never came. Each transaction writes the next mark of its writer; the next holder of the write lock
 * reads that mark, and so knows. A primary that was restarted has the mark or it has not; one that was replaced by a
 * standby that lagged has an older one, also of transactions that were acknowledged.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, DatabaseError, type QueryResult } from 'pg'
import { AppError } from '@/lib/domain/errors'
import { LOCK_STATEMENT } from './write-lock'
import type { WriterTurns } from './writer-turns'

/** So long is it being found out, in ms. */
const FIND_OUT_MS = 10_000
const LOOK_EVERY_MS = 200

/** `last`: the mark of the last transaction that is known to be committed; 0: none yet. */
export type CommitMarks = { writer: string; last: number }

export const newCommitMarks = (): CommitMarks => ({ writer: randomUUID(), last: 0 })

const MARK_STATEMENT = `insert into commit_marks (writer, mark, at) values ($1, $2, $3)
  on conflict (writer) do update set mark = excluded.mark, at = excluded.at`

/**
 * Commits. @throws the fault of a commit that was refused, and AppError `unavailable` if it is not known whether it was committed.
 */
export async function commitMarked(client: Client, turns: WriterTurns, marks: CommitMarks): Promise<void> {
  const mark = marks.last + 1
  const marked = client.query(MARK_STATEMENT, [marks.writer, mark, Date.now()])
  marked.catch(() => undefined)
  let answer: QueryResult
  try {
    answer = await client.query('commit')
  } catch (error) {
    if (isRefusal(error) || !(await wasCommitted(turns, marks, mark))) throw error
    marks.last = mark
    return
  }
  // A transaction in which a statement failed is rolled back by a commit, which says so in no other way.
  if (answer.command !== 'COMMIT') {
    await marked
    throw new Error('the transaction was rolled back: one of its statements had failed')
  }
  marks.last = mark
}

/** The server answered: the transaction is rolled back. When it ends itself meanwhile, that is no answer. */
const isRefusal = (error: unknown): boolean => error instanceof DatabaseError && error.severity === 'ERROR'

async function wasCommitted(turns: WriterTurns, marks: CommitMarks, mark: number): Promise<boolean> {
  const until = Date.now() + FIND_OUT_MS
  for (;;) {
    try {
      return (await readMark(await turns.replace(), marks.writer)) === mark
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
export async function readMark(client: Client, writer: string): Promise<number> {
  const answers = await Promise.all([
    client.query('begin'),
    client.query(LOCK_STATEMENT),
    client.query<{ mark: number }>('select mark from commit_marks where writer = $1', [writer]),
    client.query('rollback'),
  ])
  return answers[2].rows[0]?.mark ?? 0
}
