/** What a verification of the record can find, and the code with which `npm run audit:verify` then exits. */

/** In the order in which they explain each other: of several findings the first decides how the program exits. */
const EXITS = {
  'key-changed': [12, 'the key is not the one of the head that you kept'],
  'anchors-foreign': [10, 'an anchor is not signed with this key, or a line of the file is no anchor'],
  'checkpoint-forged': [14, 'what replaces events that retention dropped is not what was signed'],
  altered: [1, 'an event was changed, removed, inserted, moved, or cut off before the last anchor'],
  'head-missing': [9, 'the head that you kept is not in the record: it was cut off or rewritten, anchors and all'],
  'anchors-missing': [4, 'there is no anchor, though the record is older than a minute: they were removed'],
  'anchors-dangling': [5, 'the first anchor follows another one, which is gone'],
  'anchors-gap': [6, 'an anchor does not follow the one before it: one was removed, moved, repeated or replaced'],
  'anchors-shrunk': [7, 'an anchor says less than the one before it: the record was rolled back'],
  'anchors-cut': [11, 'the anchor that was the newest when you kept the head is gone'],
  'anchors-overdue': [8, 'events waited longer than a minute for an anchor, and none came: the newest were removed'],
  'rows-altered': [13, 'operations, outcomes or holds in the database are not what the record says of them'],
} as const satisfies Record<string, readonly [exit: number, meaning: string]>

export type FindingCode = keyof typeof EXITS

export const FINDING_CODES = Object.keys(EXITS) as FindingCode[]

/** Of an answer that found nothing: 0 is proven to the end; 2: nothing was verified; 3: the end is not proven. */
export const EXIT_PROVEN = 0
export const EXIT_NOT_VERIFIED = 2
export const EXIT_UNPROVEN = 3

export const exitOf = (code: FindingCode): number => EXITS[code][0]

/** Every exit code with what it means, in the order of the codes. */
export const EXIT_MEANINGS: readonly (readonly [exit: number, meaning: string])[] = [
  [EXIT_PROVEN, 'the record is what was written, and the head that you kept is in it'] as const,
  [EXIT_NOT_VERIFIED, 'nothing was verified: a file is missing, or an option is wrong'] as const,
  [EXIT_UNPROVEN, 'nothing is wrong, but the tail is unproven: no head was given with --expect-head'] as const,
  ...Object.values(EXITS),
].sort(([a], [b]) => a - b)

/** `what`: a sentence without its full stop. `sequence` and `id`: the event that it is about, where it is about one. */
export type RecordFinding = { code: FindingCode; what: string; sequence: number | null; id: string | null }

/** What the record does not contain: nothing about it was verified. `holds`: those of such operations. */
export type NotCovered = {
  /** Operations that ended before the record held how they end, or before its oldest event. */
  older: number
  /** Operations that have not ended. */
  open: number
  holds: number
}

/** What a verification found. */
export type RecordVerdict = {
  /** Nothing is wrong. That the record ends where it did is only proven if `tail` is proven. */
  ok: boolean
  events: number
  anchors: number
  anchoredAt: string | null
  notAnchored: number
  /** What decides the exit code comes first. */
  findings: RecordFinding[]
  /** `proven`: a head kept elsewhere is in the record; `afterHead` events came after it. */
  tail: { proven: boolean; afterHead: number | null }
  /** Operations of which rows and record were compared; null where that was not done. */
  compared: number | null
  notCovered: NotCovered | null
  /** What is not wrong, but worth knowing; sentences. */
  notes: string[]
}

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** What was compared besides the events, and what the record does not contain: sentences. */
export function restOfVerdict({ compared, notCovered, notes }: RecordVerdict): string[] {
  const { older = 0, open = 0, holds = 0 } = notCovered ?? {}
  const parts = [
    older > 0 && `${counted(older, 'operation', 'operations')} that ended before the record held how they end`,
    open > 0 && counted(open, 'operation that has not ended', 'operations that have not ended'),
    holds > 0 && `${counted(holds, 'hold', 'holds')} of such operations or of none`,
  ].filter((part) => part !== false)
  return [
    ...(compared === null
      ? []
      : [`${counted(compared, 'operation', 'operations')} compared with the database, outcomes and holds included.`]),
    ...(parts.length > 0 ? [`Not covered: ${parts.join('; ')}.`] : []),
    ...notes,
  ]
}
