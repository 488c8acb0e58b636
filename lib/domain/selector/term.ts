/**
 * What a selector means once it is parsed. Plain data: it can be sent, stored and compared. Terms are ANDed; the values
 * inside one term are any-of. `start` and `end` are the term's range in the text it came from (end exclusive).
 */

/**
 * A glob as canonical text: `*`, `?`, `**`, `{a,b}` and `{01..10}` are live, `\` escapes one of them. Compile it with
 * `compileGlob`; never compare it with an id as text.
 */
export type GlobText = string

/** `older`/`newer` than `ms` before the authority's clock, or `never`. */
export type TimeTest = { test: 'older' | 'newer'; ms: number } | { test: 'never' }

export const STATUS_VALUES = ['active', 'revoked', 'unknown'] as const
export const DECISION_VALUES = ['allowed', 'denied'] as const
export const STOP_VALUES = ['confirmed', 'asked', 'waiting', 'contradicted'] as const
/** `other`: does not fit the org's pattern. `lookalike`: another id of the fleet could be taken for it. */
export const SHAPE_VALUES = ['other', 'lookalike'] as const

/** State of one device in a stop that is in force over it. */
export type StopState = (typeof STOP_VALUES)[number]

/** What a term tests. `word`, `segment`, `whole` and `id` look at the whole id and so include `shape:other` ids. */
export type TermData =
  | { kind: 'word'; text: string }
  | { kind: 'segment'; glob: GlobText }
  | { kind: 'whole'; glob: GlobText }
  /** Exact and case-sensitive: two ids that differ in case only are two devices. */
  | { kind: 'id'; ids: string[] }
  | { kind: 'part'; name: string; globs: GlobText[] }
  | { kind: 'status'; values: (typeof STATUS_VALUES)[number][] }
  | { kind: 'seen'; values: TimeTest[] }
  | { kind: 'created'; values: TimeTest[] }
  | { kind: 'decision'; values: (typeof DECISION_VALUES)[number][] }
  | { kind: 'code'; globs: GlobText[] }
  | { kind: 'op'; ids: string[] }
  | { kind: 'stop'; values: StopState[] }
  | { kind: 'shape'; values: (typeof SHAPE_VALUES)[number][] }

export type Term = TermData & { negated: boolean; start: number; end: number }

/** Where and why a text is no selector. `position` and `length` are characters of the text; the message is one sentence. */
export type SelectorError = { message: string; position: number; length: number }

export type ParseResult = { ok: true; terms: Term[] } | { ok: false; error: SelectorError }

/** Names that may come before `:` besides the org's part names. A term name wins over a part of the same name. */
export const TERM_NAMES = ['id', 'status', 'seen', 'created', 'decision', 'code', 'op', 'stop', 'shape'] as const
export type TermName = (typeof TERM_NAMES)[number]

/** Terms that look at nothing but the id: what matches now matches for ever. */
const ID_KINDS = new Set<TermData['kind']>(['word', 'segment', 'whole', 'id', 'part', 'shape'])

/** The first term that looks at more than the id (a state, a time, an operation); undefined when all terms are id terms. */
export const firstStateTerm = (terms: readonly Term[]): Term | undefined =>
  terms.find((term) => !ID_KINDS.has(term.kind) || looksAtOthers(term))

/** A shape that changes with what else is in the fleet. */
const looksAtOthers = (term: Term): boolean => term.kind === 'shape' && term.values.includes('lookalike')
