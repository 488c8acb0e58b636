const NOT_ASCII = /[^\u0000-\u007f]/

/**
 * Lower-cases one code point at a time, so that folding a part equals a part of the folding (a whole-string
 * `toLowerCase` looks at neighbours: final sigma). No normalisation: ids that look alike stay apart.
 */
export function foldCase(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase()
  let folded = ''
  for (const char of text) {
    const lower = char.toLowerCase()
    folded += lower.length === char.length ? lower : char
  }
  return folded
}
