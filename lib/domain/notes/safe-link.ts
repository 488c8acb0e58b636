import { LINK_CHARS_MAX } from '../limits'

/** White space, what is not drawn, what turns the direction of the text, and what browsers read as a slash. */
const REFUSED = /[\s\\\p{Cc}\p{Cf}\p{DI}\p{Cs}\p{Zl}\p{Zp}]/u

/** The link in its canonical form; null for all but an absolute http(s) address without credentials. */
export function safeLink(text: string): string | null {
  if (text.length > LINK_CHARS_MAX || REFUSED.test(text)) return null
  const authority = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1]
  // An empty name before the @ is gone once the address is parsed.
  if (authority === undefined || authority.includes('@') || !URL.canParse(text)) return null
  const { href } = new URL(text)
  return href.length > LINK_CHARS_MAX ? null : href
}
