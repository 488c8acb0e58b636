/** Plain text of an admin's, in which `https://` addresses are links and nothing else is markup. */

const ADDRESS = /https:\/\/[^\s<>"']+/gi
/** What ends a sentence rather than an address. */
const AFTER = /[.,;:!?…。、，»”’]+$/u

type Piece = { text: string; href?: string }

/** The text in pieces; those with `href` are addresses. One with a user name in it, or that is none, stays text. */
export function linkPieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutBracket(found.replace(AFTER, ''))
    const href = hrefOf(address)
    if (href === undefined) continue
    if (index > from) pieces.push({ text: text.slice(from, index) })
    pieces.push({ text: address, href })
    from = index + address.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}

/** A bracket that closes what was opened before the address is not part of it. */
function withoutBracket(address: string): string {
  const [last] = /[)\]}]$/.exec(address) ?? []
  if (last === undefined) return address
  const open = { ')': '(', ']': '[', '}': '{' }[last] as string
  return address.split(last).length > address.split(open).length
    ? withoutBracket(address.slice(0, -1).replace(AFTER, ''))
    : address
}

function hrefOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, username, password, href } = new URL(address)
  return protocol === 'https:' && username === '' && password === '' ? href : undefined
}

export const TextWithLinks = ({ text }: { text: string }) =>
  linkPieces(text).map(({ text: piece, href }, index) =>
    href === undefined ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name.
      <a key={index} href={href} dir="ltr" target="_blank" rel="noopener noreferrer">
        {piece}
      </a>
    ),
  )
