const CHARS_MAX = 80

/**
 * A name on disk for a text that people make up, such as a device id: letters, digits and dashes, so that no system reads a path, an
 * option or a device in it. Two texts may have one name. @param first a word that it begins with.
 */
export function safeName(first: string, text: string): string {
  const words = text.match(/[A-Za-z0-9]+/g) ?? []
  return [first, ...words].join('-').slice(0, CHARS_MAX).replace(/-$/, '')
}
