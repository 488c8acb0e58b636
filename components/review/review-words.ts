/** What a review says: which devices will change, which are so already, which will not fit. Figures first, nothing claimed. */
import { devices, KIND_WORDS, number } from '@/components/words/operation-words'
import type { LaterMatches } from '@/lib/domain/later-matches'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { Selection } from '@/lib/domain/wire/selection'
import type { When } from './when-words'

export type ReviewKind = 'revoke' | 'restore' | 'remove'

type Counts = Pick<Selection, 'active' | 'revoked' | 'unknown' | 'count'>

/** One line for each thing that will happen, or not. @param stay how many of the revoked a restore leaves stopped. */
export function effectLines(kind: ReviewKind, { active, revoked, unknown, count }: Counts, stay = 0): string[] {
  const word = KIND_WORDS[kind].done
  const lines: Record<ReviewKind, [number, string][]> = {
    revoke: [
      [active, `will be ${word}`],
      [revoked, revoked === 1 ? 'is revoked already' : 'are revoked already'],
    ],
    restore: [
      [revoked - stay, `will be ${word}`],
      // Where that is all of them, `noneLine` says so, and what to do.
      [stay < count ? stay : 0, stay === 1 ? 'stays stopped by another hold' : 'stay stopped by other holds'],
      [active, active === 1 ? 'is active already' : 'are active already'],
    ],
    remove: [
      [
        count,
        'will be forgotten with history at the authority. An agent that starts again registers again and is allowed',
      ],
    ],
  }
  const all: [number, string][] = [...lines[kind], [kind === 'remove' ? 0 : unknown, 'in a state that was not read']]
  return all.flatMap(([value, text]) => (value > 0 ? `${devices(value)} ${text}` : []))
}

/** Which devices will not fit under the cap, said before; null if all will, or that is unknown. `releasing`: holds of others go too. */
export function capLine(
  kind: ReviewKind,
  { overCap, overCapMost }: Pick<Selection, 'overCap' | 'overCapMost'>,
  cap: OrgState['cap'] | undefined,
  releasing = false,
): string | null {
  // Which of the devices a named hold lets go is known when it is released: until then the figure is the most it can be.
  const isMost = releasing && typeof overCapMost === 'number' && overCapMost !== overCap
  const over = isMost ? overCapMost : overCap
  if (kind !== 'restore' || !over) return null
  const limit = typeof cap?.limit === 'number' ? ` of ${number(cap.limit)}` : ''
  return `${isMost ? 'Up to ' : ''}${devices(over)} will not fit under the cap${limit} and will be refused. Revoke others first, or restore fewer.`
}

/** What came, and what went, since the selection was frozen; null where it is as it was. */
export function newerMatchesLine({ more, gone }: LaterMatches): string | null {
  const came = more > 0 ? `${number(more)} more ${more === 1 ? 'matches' : 'match'} now, not part of this` : ''
  const left = gone > 0 ? `${number(gone)} of these ${gone === 1 ? 'does' : 'do'} not match now, still part of it` : ''
  return came || left ? `${[came, left].filter(Boolean).join('; ')}.` : null
}

/**
 * How many devices look like one of the selection and are left out, of those that the act would change; null for none. A
 * device that is so already cannot be taken for one that the act changes.
 */
export function lookalikesLine(
  kind: ReviewKind,
  { count, lookalikes }: Pick<Selection, 'count' | 'lookalikes'>,
): { text: string; left: number } | null {
  const { active, revoked, unknown } = lookalikes
  const left = { revoke: active + unknown, restore: revoked, remove: active + revoked + unknown }[kind]
  if (left === 0) return null
  const state = kind === 'revoke' && unknown === 0 ? 'active' : kind === 'restore' ? 'revoked' : 'as it is'
  const one = left === 1
  const stays = one ? `stays ${state}` : `stay ${state.replace('it is', 'they are')}`
  return {
    text: `${devices(left)} ${one ? 'looks' : 'look'} like ${count === 1 ? 'this one' : 'one of these'} and ${stays}.`,
    left,
  }
}

/** Why a restore restores no device; null if it does, or may. An undo still gives up the hold of what it takes back. */
export function noneLine({
  undoes,
  count,
  stay,
  releasable = true,
}: {
  undoes: boolean
  count: number
  stay: number
  /** One of the holds can be released here. */
  releasable?: boolean
}): string | null {
  if (stay === 0 || stay < count) return null
  const why = `something else holds ${count === 1 ? 'it' : 'each of them'}`
  if (undoes) return `No device will be restored: ${why}. This gives up its own hold alone.`
  const todo = releasable ? 'Tick what may be released, or lift the rest first.' : 'Lift that first.'
  return `No device can be restored: ${why}. ${todo}`
}

/** What an act is of: `ticked` ids, all `matching` a text, the whole `fleet`, or a list that neither of them says alone. */
export type Scope = 'ticked' | 'matching' | 'fleet' | 'list'

type Words = {
  undoes: boolean
  lifts: boolean
  single: string | null
  scope: Scope
  /** Roles and environments of ticked devices, in words; null where their ids name none, or they are not read yet. */
  parts: string | null
  count: number | undefined
  /** How many of them a restore leaves stopped. */
  stay?: number
  when: When
}

/** The question of the dialog. Ticked, all matching, the whole fleet: said with the words of the list. */
export function reviewTitle(kind: ReviewKind, words: Words): string {
  const { undoes, lifts, single, when } = words
  const what = `${KIND_WORDS[kind].verb} ${single ?? subject(words)}`
  if (when === 'fence') return `Fence: ${what}, and those that match later?`
  const begin = lifts ? `Lift the fence: ${what}` : `${undoes ? 'Undo: ' : ''}${what}`
  return `${begin}${when === 'later' ? ' later' : ''}?`
}

function subject({ scope, count, parts }: Words): string {
  const [figure, noun] =
    count === undefined ? ['', 'devices'] : [`${number(count)} `, count === 1 ? 'device' : 'devices']
  if (scope === 'fleet') return `the whole fleet${figure && `, ${figure}${noun}`}`
  if (scope === 'list') return figure ? `${figure}${noun}` : 'the selection'
  if (scope === 'ticked') return `${figure || 'the '}ticked ${noun}${parts ? ` (${parts})` : ''}`
  return `${count === 1 ? 'the' : 'all'} ${figure}matching ${noun}`
}

/** The button that does it. */
export function confirmWords(kind: ReviewKind, { undoes, lifts, single, count, stay = 0, when }: Words): string {
  if (undoes && when === 'now' && stay > 0 && stay === count) return lifts ? 'Lift the fence' : 'Give up the hold'
  // For a later start, the devices that will be held then are unknown. "Restore 0" would raise a question of its own.
  const acted = count !== undefined && stay < count && when === 'now' ? count - stay : count
  const what = `${KIND_WORDS[kind].verb}${acted === undefined || single ? '' : ` ${number(acted)}`}`
  if (when === 'fence') return `Place the fence, ${what.toLowerCase()}`
  return when === 'later' ? `Schedule: ${what.toLowerCase()}` : what
}
