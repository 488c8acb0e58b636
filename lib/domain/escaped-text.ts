/**
 * Text that goes into files and is read elsewhere: what is not drawn, or turns the direction of what is, is written out, so
 * that two different texts never look alike there and no line reads in another order than it has.
 */

/** Controls, formats, joiners, fillers, halves of surrogate pairs, line and paragraph separators. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{DI}\p{Cs}\p{Zl}\p{Zp}\u2800]/gu

const hex = (code: number): string => code.toString(16).padStart(4, '0')
const written = (char: string): string => `\\u{${hex(char.codePointAt(0) as number)}}`

/** One line that no terminal and no mail reader can break or reorder: whatever is not drawn is escaped. */
export const plainLine = (text: string): string => text.replace(HIDDEN, written)

/** The same with tabs and line breaks kept, and read back exactly: a `\u{` of the text itself is `\u{005c}u{`. */
export const escapedText = (text: string): string =>
  text
    .replace(/\\(?=u\{)/g, written)
    .replace(HIDDEN, (char) => (char === '\t' || char === '\n' || char === '\r' ? char : written(char)))

/** JSON that parses to exactly the value, with the same characters as JSON's own escapes. @param indent as of `JSON.stringify`. */
export const plainJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(HIDDEN, (char) =>
    char === '\n' ? char : Array.from({ length: char.length }, (_, at) => `\\u${hex(char.charCodeAt(at))}`).join(''),
  )
