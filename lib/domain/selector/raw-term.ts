/** One character (a whole code point) of a term; `at` is its offset in the text. */
export type Char = { text: string; literal: boolean; at: number }

/** One term as written, without its `-`. `start` and `end` enclose everything, the `-` and the quotes included. */
export type RawTerm = { start: number; end: number; negated: boolean; chars: Char[] }
