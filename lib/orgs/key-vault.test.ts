import { expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { sealedBefore } from '@/testing/org-keys/sealed-before'
import { NEW_KEY, OLD_KEY, OTHER_KEY, vaultOf } from '@/testing/org-keys/sealed-database'
import { withoutOrg } from '@/testing/org-keys/vault-mutants'
import { createKeyVault, type KeyVault } from './key-vault'

const vault = createKeyVault(new Secret('vault-test-key-vault-test-key-0123'))
const sealed = vault.seal('org-1', new Secret('org_secret'))

it('opens what it sealed, and shows nothing of it', () => {
  expect(vault.open('org-1', sealed).reveal()).toBe('org_secret')
  expect(sealed).toMatch(/^v2\.[0-9a-f]{16}\.[\w-]+$/)
  expect(sealed).not.toContain('org_secret')
  expect(vault.seal('org-1', new Secret('org_secret'))).not.toBe(sealed)
})

it('derives the same text for the same question and encryption key alone, and shows nothing of the key', () => {
  const again = createKeyVault(new Secret('vault-test-key-vault-test-key-0123'))
  const other = createKeyVault(new Secret('another-key-another-key-another-key'))
  expect(vault.derive('a')).toMatch(/^[\w-]{32}$/)
  expect(again.derive('a')).toBe(vault.derive('a'))
  expect(new Set([vault.derive('a'), vault.derive('b'), other.derive('a')]).size).toBe(3)
})

it('derives as versions with one key did, so that a call that made an org is repeated by this one', () => {
  expect(vault.derive('a')).toBe('hgeoqRyCCEo-6umdr4FhYlrGAENrPxkz')
})

it('opens nothing for another org, with another key, or after any flipped bit', () => {
  expect(() => vault.open('org-2', sealed)).toThrow(/does not open/)
  expect(() => createKeyVault(new Secret('another-key-another-key-another-key')).open('org-1', sealed)).toThrow(
    /does not open/,
  )
  const [form, id, payload] = sealed.split('.') as [string, string, string]
  const bytes = Buffer.from(payload, 'base64url')
  for (let index = 0; index < bytes.length; index += 1) {
    const flipped = Buffer.from(bytes)
    flipped[index] = (flipped[index] as number) ^ 1
    const text = `${form}.${id}.${flipped.toString('base64url')}`
    expect(() => vault.open('org-1', text)).toThrow(/does not open/)
    expect(vault.examine('org-1', text).state).toBe('damaged')
  }
})

/** Orgs that open what was sealed for another, with each of a vault's keys and in each form. */
const swappedRows = (of: KeyVault): string[] =>
  ['org-1', 'org-2', ''].flatMap((owner) =>
    ['org-3', 'org-1 ', 'ORG-1'].filter((other) => {
      const text = of.seal(owner, new Secret('org_secret'))
      return of.examine(other, text).state !== 'damaged'
    }),
  )

it('opens nothing in the row of another org', () => {
  expect(swappedRows(vault)).toEqual([])
  const before = sealedBefore(OLD_KEY, 'org-1', 'org_secret')
  expect(vaultOf(OLD_KEY).examine('org-2', before).state).toBe('unknown-key')
})

it('catches the mutant that leaves out the associated data', () => {
  expect(swappedRows(withoutOrg(vault))).not.toEqual([])
})

it('opens what each of its keys sealed, and seals with the first', () => {
  const both = vaultOf(NEW_KEY, OLD_KEY)
  const [newId, oldId] = both.keyIds
  const old = vaultOf(OLD_KEY).seal('org-1', new Secret('org_secret'))
  expect(both.open('org-1', old).reveal()).toBe('org_secret')
  expect(both.examine('org-1', old)).toEqual({ state: 'older', keyId: oldId })
  const again = both.seal('org-1', new Secret('org_secret'))
  expect(both.examine('org-1', again)).toEqual({ state: 'current', keyId: newId })
  expect(vaultOf(NEW_KEY).open('org-1', again).reveal()).toBe('org_secret')
  expect(vaultOf(OTHER_KEY, OLD_KEY).examine('org-1', again)).toEqual({ state: 'unknown-key', keyId: newId })
})

it('does not open a text under the label of another of its keys', () => {
  const both = vaultOf(NEW_KEY, OLD_KEY)
  const [form, , payload] = both.seal('org-1', new Secret('org_secret')).split('.')
  expect(both.examine('org-1', `${form}.${both.keyIds[1]}.${payload}`).state).toBe('damaged')
  expect(both.examine('org-1', `v1.${payload}`).state).toBe('unknown-key')
})

it('opens texts of versions that named no key, with any of its keys', () => {
  const made = 'v1.34zIy5SIwFiRL8KC5KO_x8GQjrlQjWj-wjeDGFqzqfxyttEzA4I'
  expect(vault.open('org-1', made).reveal()).toBe('org_secret')
  expect(vault.examine('org-1', made)).toEqual({ state: 'older', keyId: vault.keyIds[0] })
  const both = vaultOf(NEW_KEY, OLD_KEY)
  const before = sealedBefore(OLD_KEY, 'org-1', 'org_secret')
  expect(both.examine('org-1', before)).toEqual({ state: 'older', keyId: both.keyIds[1] })
  expect(vaultOf(NEW_KEY).examine('org-1', before)).toEqual({ state: 'unknown-key', keyId: null })
})

it.each(['', 'x', 'v1.', 'v2.abc', 'v2.0123456789abcdef.', 'v3.0123456789abcdef.AAAA', 'v1.A', 'v1.AAAA'])(
  'takes "%s" for no sealed text, or for one that does not open',
  (text) => {
    expect(['damaged', 'unknown-key']).toContain(vault.examine('org-1', text).state)
    expect(() => vault.open('org-1', text)).toThrow(/does not open/)
  },
)
