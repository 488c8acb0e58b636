import { describe, expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { sealedBefore } from '@/testing/org-keys/sealed-before'
import { NEW_KEY, OLD_KEY, OTHER_KEY, vaultOf } from '@/testing/org-keys/sealed-database'
import { namesOf, requireKeysFor, ringState } from './ring-state'

const named = (slug: string, key: string, owner = slug) => ({
  slug,
  org_id: slug,
  ciphertext: vaultOf(key).seal(owner, new Secret('org_canary')),
})
const unnamed = (slug: string, key: string, owner = slug) => ({
  slug,
  org_id: slug,
  ciphertext: sealedBefore(key, owner, 'org_canary'),
})
const both = vaultOf(NEW_KEY, OLD_KEY)
const [newId, oldId] = both.keyIds as [string, string]
const [otherId] = vaultOf(OTHER_KEY).keyIds as [string]

it('counts what each key opens, and what none opens', () => {
  const rows = [
    named('a', NEW_KEY),
    named('b', OLD_KEY),
    unnamed('c', OLD_KEY),
    unnamed('d', NEW_KEY),
    named('e', OTHER_KEY),
  ]
  expect(ringState(both, [...rows, named('f', NEW_KEY, 'a')])).toEqual({
    total: 6,
    current: 1,
    older: new Map([
      [oldId, 2],
      [newId, 1],
    ]),
    lost: [{ slug: 'e', keyId: otherId }],
    damaged: ['f'],
  })
})

describe('keys that are not those of the database', () => {
  const refuse =
    (...rows: Parameters<typeof requireKeysFor>[1]) =>
    () =>
      requireKeysFor(both, rows, '.data/console.db')

  it('are refused with the orgs and the ids of the keys', () => {
    expect(refuse(named('main', OTHER_KEY), named('b', NEW_KEY))).toThrow(
      `it does not open 1 of 2 org keys in .data/console.db, of main (sealed with key ${otherId}); given: key ${newId}, ${oldId}. Nothing was changed.`,
    )
    expect(refuse(unnamed('main', OTHER_KEY))).toThrow(
      /does not open 1 of 1 org keys in .data\/console.db, of main; given/,
    )
    // A key that was taken out while texts of before were left under it.
    expect(refuse(unnamed('main', OTHER_KEY), named('b', NEW_KEY))).toThrow(/1 of 2/)
  })

  it('are not what a row is for that was changed, or moved from another org', () => {
    expect(refuse()).not.toThrow()
    expect(refuse(named('main', OLD_KEY, 'other'))).not.toThrow()
    expect(refuse({ slug: 'main', org_id: 'main', ciphertext: 'x' })).not.toThrow()
    // The one key that there could be is here: another text of its time opens.
    expect(refuse(unnamed('a', OLD_KEY), unnamed('b', OLD_KEY, 'a'))).not.toThrow()
  })
})

it('names five orgs at most', () => {
  expect(namesOf(['a', 'b'])).toBe('a, b')
  expect(namesOf([...'abcdefg'])).toBe('a, b, c, d, e and 2 more')
})
