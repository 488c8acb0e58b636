/** How an operation was ended by another one, in words, and the other one by name. */
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { EndingOperation, NamedOperation, Operation } from '@/lib/domain/operation'
import { liftedDevices } from '@/lib/domain/stop'
import { actTitle, number } from './operation-words'

/**
 * `word` goes before the name (`Undone by`), `mark` after a title (`undone`), `extent` after the name where it is a part
 * (`4 of 6 devices`). `over`: nothing of the operation is left.
 */
export type EndingWords = { word: string; mark: string; extent: string | null; over: boolean; by: EndingOperation }

/** What is known of how it was ended; null where nothing did, or where what was to end it changed nothing. */
export function endingWords(operation: Operation): EndingWords | null {
  const { endedBy: by, kind } = operation
  if (!by || by.withdrawn) return null
  const said = (word: string, mark: string, over = false, extent: string | null = null): EndingWords => ({
    word,
    mark,
    extent,
    over,
    by,
  })
  const noun = kind === 'disable' || !by.undo ? 'lifted' : 'undone'
  if (kind === 'enable') return said('Superseded by', 'superseded', true)
  if (kind === 'disable') return operation.stop?.status === 'lifted' ? said('Lifted by', 'lifted', true) : null
  if (by.state === 'scheduled') return said('Undo scheduled:', 'undo scheduled')
  if (by.state !== 'finished') return said(`Being ${noun} by`, `being ${noun}`)
  const { done } = operation.outcomes
  const gone = operation.stop ? liftedDevices(operation.stop, done) : Math.min(done, by.devices ?? 0)
  if (gone === 0) return null
  const [capital] = noun
  if (gone >= done) return said(`${capital?.toUpperCase()}${noun.slice(1)} by`, noun, true)
  return said(`Partly ${noun} by`, `partly ${noun}`, false, `${number(gone)} of ${number(done)} devices`)
}

/** An operation by what was asked: `Restore of 6 devices`, `Fence: revoke env:prod`. */
export function operationName({ fenceOf, ...operation }: NamedOperation): string {
  if (fenceOf === null) return actTitle(operation)
  return `Fence: revoke ${fenceOf ? isolated(shownId(fenceOf)) : 'the whole fleet'}`
}
