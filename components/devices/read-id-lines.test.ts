import { expect, it } from 'vitest'
import { readIdLines } from './read-id-lines'

it.each([
  ['one a line', 'a\nb\r\n\n a b\n', { ids: ['a', 'b', 'a b'], trimmed: ['a b'], problem: null }],
  [
    'spaces at the ends, named as trimmed',
    ' bot \nbot\n\u00a0x',
    { ids: ['bot', 'x'], trimmed: ['bot', 'x'], problem: null },
  ],
  ['nothing', ' \n\n', { ids: [], trimmed: [], problem: null }],
])('%s', (_, text, read) => expect(readIdLines(text)).toEqual(read))

it.each([
  ['a\nb\tc', /^Line 2 is no device id/],
  ['a'.repeat(257), /^Line 1 is no device id/],
  ['a\n json=5', /^Line 2 begins with json=/],
  [Array.from({ length: 501 }, (__, at) => at).join('\n'), /^At most 500/],
])('%j is refused', (text, problem) => {
  expect(readIdLines(text)).toMatchObject({ ids: [], problem: expect.stringMatching(problem) })
})
