import { expect, it } from 'vitest'
import { isOrgSlug, SLUG_CHARS_MAX } from './org-slug'
import { readName } from './read-name'
import { THROWAWAY_WORD, throwawayOrgOf } from './throwaway'

it('names an org after the one that it is made from, at a free address', () => {
  expect(throwawayOrgOf({ name: 'Main', slug: 'main' }, [])).toEqual({
    name: 'Throwaway of Main',
    slug: 'main-throwaway',
  })
  const taken = ['main-throwaway', 'main-throwaway-2']
  expect(throwawayOrgOf({ name: 'Main', slug: 'main' }, taken).slug).toBe('main-throwaway-3')
})

it('also where name and address are as long as they may be', () => {
  const { name, slug } = throwawayOrgOf({ name: '🙂'.repeat(500), slug: 'a'.repeat(SLUG_CHARS_MAX) }, [])
  expect(isOrgSlug(slug)).toBe(true)
  expect(readName(name)).toBe(name)
  expect(name.startsWith(THROWAWAY_WORD)).toBe(true)
})
