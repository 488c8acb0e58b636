/** Each decision has its four parts, and its line with the same title in the list of all. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const FOLDER = 'docs/decisions'
const PARTS = ['Decision', 'Why', 'What follows', 'What would change our mind']

const withoutCode = (text: string) => text.replaceAll('`', '')

const decisions = readdirSync(FOLDER)
  .filter((name) => /^\d{4}-/.test(name))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }))

it('are listed in their order', () => {
  expect(decisions.length).toBeGreaterThan(10)
  const list = [...readFileSync(join(FOLDER, 'README.md'), 'utf8').matchAll(/^\| \[(\d+)\]\(([^)]+)\) \| (.+) \|$/gm)]
  const listed = list.map(([, number, name, title]) => ({
    name,
    title: `# ${number}. ${withoutCode(title as string)}`,
  }))
  expect(listed).toEqual(decisions.map(({ name, text }) => ({ name, title: withoutCode(text.split('\n')[0] ?? '') })))
})

it.each(decisions)('$name says what, why, and what would change it', ({ text }) => {
  expect([...text.matchAll(/^\*\*(.+)\.\*\*/gm)].map(([, part]) => part)).toEqual(PARTS)
})
