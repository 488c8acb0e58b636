import { expect, it } from 'vitest'
import { Secret } from '@/lib/domain/secret'
import { createKeyVault } from './key-vault'

const vault = createKeyVault(new Secret('vault-test-key-vault-test-key-0123'))
const sealed = vault.seal('org-1', new Secret('org_secret'))

it('opens what it sealed, and shows nothing of it', () => {
  expect(vault.open('org-1', sealed).reveal()).toBe('org_secret')
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

it('opens nothing for another org, with another key, or after any flipped bit', () => {
  expect(() => vault.open('org-2', sealed)).toThrow(/does not open/)
  expect(() => createKeyVault(new Secret('another-key-another-key-another-key')).open('org-1', sealed)).toThrow(
    /does not open/,
  )
  const [version, payload] = sealed.split('.') as [string, string]
  const bytes = Buffer.from(payload, 'base64url')
  for (let index = 0; index < bytes.length; index += 1) {
    const flipped = Buffer.from(bytes)
    flipped[index] = (flipped[index] as number) ^ 1
    expect(() => vault.open('org-1', `${version}.${flipped.toString('base64url')}`)).toThrow(/does not open/)
  }
})
