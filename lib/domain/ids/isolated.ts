/**
 * Right-to-left text inside an id would reorder the text around it: `a:عامل:01:x` is drawn with its segments changed over.
 * Each segment that holds such text is therefore isolated: by characters where there is nothing but text (a title, a label),
 * which a component turns into elements where there are any.
 */

/** Letters of right-to-left scripts, and Arabic numbers. */
const RTL = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}]|[\u{1e800}-\u{1efff}]/u
const BETWEEN = /([:\s"“”'(){},]+)/

const [FSI, PDI] = ['\u2068', '\u2069']

export const hasRightToLeft = (text: string): boolean => RTL.test(text)

/** An id, or a selector, as `shownId` writes it or as it was typed, with each right-to-left segment isolated. */
export function isolated(text: string): string {
  if (!hasRightToLeft(text)) return text
  return text
    .split(BETWEEN)
    .map((part) => (hasRightToLeft(part) ? FSI + part + PDI : part))
    .join('')
}

/** A name as a whole in a sentence: isolated if anything in it runs right to left. */
export const isolatedText = (text: string): string => (hasRightToLeft(text) ? FSI + text + PDI : text)

/** The text cut at its isolates: every second piece is one, and needs an element of its own. */
export const isolates = (text: string): string[] => text.split(/[\u2068\u2069]/)

/** What was isolated here, as it was: for comparing with what a person typed or pasted. */
export const withoutIsolates = (text: string): string => text.replace(/[\u2068\u2069]/g, '')
