/** What `npm run keys:rotate` says. Keys are named by their place in `CONSOLE_ENCRYPTION_KEY` and their id, which shows nothing of them. */
import { namesOf, type RingState } from '@/lib/orgs/ring-state'

/** Lines of progress in one run, at most. */
const LINES_MAX = 20

const orgKeys = (count: number) => (count === 1 ? '1 org key' : `${count.toLocaleString('en')} org keys`)

const keyName = (keyIds: readonly string[], id: string) => `key ${keyIds.indexOf(id) + 1} (${id})`

const sum = (older: RingState['older']) => [...older.values()].reduce((total, count) => total + count, 0)

/** Which key opens how many, at the beginning. */
export function describeRing(keyIds: readonly string[], { total, current, older }: RingState): string {
  const [first = ''] = keyIds
  const others = [...older].map(([id, count]) =>
    id === first ? `${count} in the form of before` : `${count} under ${keyName(keyIds, id)}`,
  )
  return `${orgKeys(total)}: ${[`${current} under ${keyName(keyIds, first)}, which seals`, ...others].join(', ')}.`
}

/** At most twenty lines however many orgs there are; null between them. */
export function progressLine(done: number, of: number): string | null {
  const every = Math.ceil(of / LINES_MAX)
  return done % every === 0 || done === of
    ? `Sealed anew ${done} of ${of}; ${of - done} remain under older keys.`
    : null
}

/** Whether nothing remains under an older key, and what a person does now. */
export function verdictOf(keyIds: readonly string[], state: RingState): { isDone: boolean; sentences: string[] } {
  const { total, older, damaged } = state
  if (total === 0) return { isDone: true, sentences: ['This database keeps no org key: there is nothing to seal.'] }
  const remaining = sum(older)
  const sentences: string[] = []
  if (damaged.length > 0)
    sentences.push(
      `The org keys of ${namesOf(damaged)} do not open, though their encryption key is here: the texts were changed, or come from another org. They were left as they are. Enter these org keys anew, in Settings of the org or with npm run admin -- org replace-key.`,
    )
  if (remaining > 0)
    sentences.push(
      `${orgKeys(remaining)} remain under older keys. Take no key out of CONSOLE_ENCRYPTION_KEY; run npm run keys:rotate${total === remaining ? '' : ' again'}.`,
    )
  else if (damaged.length === 0)
    sentences.push(
      `${total === 1 ? 'The org key is' : `All ${orgKeys(total)} are`} sealed with key 1; 0 remain under older keys.${takeOut(keyIds)}`,
    )
  return { isDone: remaining === 0 && damaged.length === 0, sentences }
}

const takeOut = (keyIds: readonly string[]): string =>
  keyIds.length === 1
    ? ''
    : ' Once every console of this database was started with key 1 in front, take the others out of CONSOLE_ENCRYPTION_KEY and start the console again. Backups of before open with the old keys alone: keep those with them.'

/** A run that ended early: what happened, what it means, what to do. */
export function stoppedSentence(error: unknown, done: number, { older }: RingState): string {
  const { code, message } = error as Error & { code?: string }
  const why =
    code === 'SQLITE_FULL'
      ? 'The disk is full'
      : code === 'SQLITE_BUSY'
        ? 'Another program holds the database'
        : message
  return `${why}${code ? ` (${code})` : ''}: stopped after ${done} of ${done + sum(older)}. ${orgKeys(sum(older))} remain under older keys. Nothing is lost: each opens with the keys that are set. ${code === 'SQLITE_FULL' ? 'Free some space' : 'Look at the database and its disk'}, then run npm run keys:rotate again.`
}
