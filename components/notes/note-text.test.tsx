import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { Note } from '@/lib/domain/wire/note'
import { NoteText } from './note-text'

const NOTE: Note = {
  id: 'n',
  version: 1,
  changed: { by: { id: 'u', name: 'Ada' }, at: '2026-11-12T14:02:07.000Z' },
  selector: 'role:a',
  owner: 'فريق <b>',
  purpose: '',
  halts: 'Payments',
  link: 'https://wiki.example.org/run?a=1&b=2',
  count: 2,
  fault: null,
}
const drawn = (note: Partial<Note>) => renderToStaticMarkup(<NoteText note={{ ...NOTE, ...note }} />)

it('text of others is text, apart in its own direction; the link says its host and gives nothing away', () => {
  const html = drawn({})
  expect(html).toMatch(/<bdi dir="auto"[^>]*>فريق &lt;b&gt;<\/bdi>/)
  expect(html).toContain('href="https://wiki.example.org/run?a=1&amp;b=2" target="_blank" rel="noreferrer noopener"')
  expect(html).toMatch(/<bdi[^>]*>wiki\.example\.org<\/bdi>/)
  expect(html).not.toContain('Purpose')
})

it('says who wrote it, or who changed it last; nothing where that is not known', () => {
  expect(drawn({})).toMatch(/Written by <bdi>Ada<\/bdi>, <time dateTime="2026-11-12T14:02:07.000Z"/)
  expect(drawn({ version: 2 })).toContain('Last changed by <bdi>Ada</bdi>')
  expect(drawn({ changed: null })).not.toContain(' by ')
})

it.each(['javascript:alert(1)', 'data:text/html,x', '//x.example/', 'https://a:b@x.example/'])(
  '%s is no link, wherever it came from',
  (link) => expect(drawn({ link })).not.toContain('<a'),
)
