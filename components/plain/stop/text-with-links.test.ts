import { expect, it } from 'vitest'
import { linkPieces } from './text-with-links'

const links = (text: string) => linkPieces(text).flatMap(({ text: shown, href }) => (href ? [[shown, href]] : []))

it.each([
  ['See https://example.org/a?b=1&c=2#d.', 'https://example.org/a?b=1&c=2#d'],
  ['(https://example.org/a_(b))', 'https://example.org/a_(b)'],
  ['[https://example.org/a],', 'https://example.org/a'],
  ['见 https://example.org/路。', 'https://example.org/路'],
  ['HTTPS://EXAMPLE.org', 'HTTPS://EXAMPLE.org'],
])('%s has one link', (text, shown) => {
  expect(links(text)).toEqual([[shown, new URL(shown).href]])
  expect(
    linkPieces(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text)
})

it.each(['http://example.org', 'javascript:alert(1)', 'https://', 'https://ann:secret@example.org', 'https://[', ''])(
  '%s has none',
  (text) => expect(links(text)).toEqual([]),
)

it('has each of several, with the text between them', () => {
  expect(linkPieces('a https://x.example, https://y.example b')).toEqual([
    { text: 'a ' },
    { text: 'https://x.example', href: 'https://x.example/' },
    { text: ', ' },
    { text: 'https://y.example', href: 'https://y.example/' },
    { text: ' b' },
  ])
})
