const NOT_ASCII = /[^\u0000-\u007f]/

/**
 * The form in which words and globs are compared: composed (NFC), so that a text is found however it was typed, and
 * lower-cased one code point at a time (a whole-string `toLowerCase` looks at neighbours: final sigma). A `:` composes with
 * nothing, so the folding of an id cut there is the folding of its segments. Compatibility forms and look-alikes stay apart.
 */
export function foldCase(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase()
  let folded = ''
  for (const char of text.normalize('NFC')) {
    const lower = char.toLowerCase()
    folded += lower.length === char.length ? lower : char
  }
  return folded.normalize('NFC')
}
