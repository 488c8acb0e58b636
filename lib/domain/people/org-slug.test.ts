import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isOrgSlug, RESERVED_SLUGS, slugFrom } from './org-slug'

it.each([
  ['Staging agents', 'staging-agents'],
  ['  Café & Crème  ', 'cafe-creme'],
  ['orgs', 'orgs-org'],
  ['منظمة', ''],
  ['x'.repeat(80), 'x'.repeat(40)],
  [`${'x'.repeat(39)} y`, 'x'.repeat(39)],
])('an org called %j is found at %j', (name, slug) => {
  expect(slugFrom(name)).toBe(slug)
  if (slug) expect(isOrgSlug(slug)).toBe(true)
})

it.each(['', '-a', 'A', 'a_b', 'a/b', 'x'.repeat(41), 'stop', 'orgs'])('%j is no address of an org', (slug) =>
  expect(isOrgSlug(slug)).toBe(false),
)

it('no page can be taken for an org', () => {
  const pages = readdirSync('app', { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('['),
  )
  expect(RESERVED_SLUGS).toEqual(expect.arrayContaining(pages.map(({ name }) => name)))
})
