import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { capitalized } from '@/components/words/capitalized'
import { GLOSSARY, meaningOf } from '@/components/words/glossary'

/** Rows of a Markdown table, without its head. */
const rowsOf = (markdown: string): string[][] =>
  [...markdown.matchAll(/^\| (.+) \| (.+) \|$/gm)].map(([, word = '', meaning = '']) => [word, meaning]).slice(2)

const page = readFileSync('docs/glossary.md', 'utf8')

it('is the table of docs/glossary.md, word for word and in its order', () => {
  expect(rowsOf(page)).toEqual(GLOSSARY.map((row) => [...row]))
})

it('finds a sentence that differs from the page', () => {
  const drifted = page.replace(meaningOf('hold'), 'a freeze of rows')
  expect(rowsOf(drifted)).not.toEqual(GLOSSARY.map((row) => [...row]))
})

it('defines each word once', () => {
  const words = GLOSSARY.flatMap(([word]) => word.split(', '))
  expect(words.toSorted()).toEqual([...new Set(words)].toSorted())
})

it('has one sentence for each, which a page ends with a full stop', () => {
  for (const [word, meaning] of GLOSSARY) {
    expect([word, meaning]).toEqual([word, meaning.trim()])
    expect([word, /[.|]$/.test(meaning)]).toEqual([word, false])
  }
})

it('begins a label with a capital', () => expect(capitalized('allowed to work')).toBe('Allowed to work'))
