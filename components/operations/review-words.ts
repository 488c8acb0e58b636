/** What a review says: which devices will change, which are so already, which will not fit. Figures first, nothing claimed. */
import type { OrgState, Selection } from '@/lib/domain/console-api'
import type { LaterMatches } from '@/lib/domain/later-matches'
import { devices, KIND_WORDS, number } from './operation-words'

export type ReviewKind = 'revoke' | 'restore' | 'remove'

type Counts = Pick<Selection, 'active' | 'revoked' | 'unknown' | 'count'>

/** One line for each thing that will happen, or not. */
export function effectLines(kind: ReviewKind, { active, revoked, unknown, count }: Counts): string[] {
  const word = KIND_WORDS[kind].done
  const lines: Record<ReviewKind, [number, string][]> = {
    revoke: [
      [active, `will be ${word}`],
      [revoked, revoked === 1 ? 'is revoked already' : 'are revoked already'],
    ],
    restore: [
      [revoked, `will be ${word}, where no other hold keeps ${revoked === 1 ? 'it' : 'them'} stopped`],
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

/** Who will not fit under the cap, said before; null where all will, or nobody knows. */
export function capLine(
  kind: ReviewKind,
  { overCap, holds }: Pick<Selection, 'overCap' | 'holds'>,
  cap: OrgState['cap'] | undefined,
): string | null {
  if (kind !== 'restore' || !overCap) return null
  const limit = typeof cap?.limit === 'number' ? ` of ${number(cap.limit)}` : ''
  // Whoever else's hold keeps some of them stopped, these take no place: the figure is the most that can be refused.
  const most = holds.some((hold) => !hold.own && hold.kind !== 'elsewhere') ? 'Up to ' : ''
  return `${most}${devices(overCap)} will not fit under the cap${limit} and will be refused. Revoke others first, or restore fewer.`
}

/** What came, and what went, since the selection was frozen; null where it is as it was. */
export function laterLine({ more, gone }: LaterMatches): string | null {
  const came = more > 0 ? `${number(more)} more ${more === 1 ? 'matches' : 'match'} now, not part of this` : ''
  const left =
    gone > 0 ? `${number(gone)} of these no longer ${gone === 1 ? 'matches' : 'match'}, still part of it` : ''
  return came || left ? `${[came, left].filter(Boolean).join('; ')}.` : null
}

/** The question of the dialog. The whole fleet is said in words. */
export function reviewTitle(
  kind: ReviewKind,
  of: { undoes: boolean; single: string | null; wholeFleet: boolean; count: number | undefined },
): string {
  const { undoes, single, wholeFleet, count } = of
  const many = count === undefined ? 'the selection' : devices(count)
  const fleet = count === undefined ? 'the whole fleet' : `the whole fleet, ${many}`
  return `${undoes ? 'Undo: ' : ''}${KIND_WORDS[kind].verb} ${single ?? (wholeFleet ? fleet : many)}?`
}
