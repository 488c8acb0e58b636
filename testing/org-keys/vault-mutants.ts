import type { KeyVault } from '@/lib/orgs/key-vault'

/** A vault that leaves the org out of the associated data. */
export const withoutOrg = (vault: KeyVault): KeyVault => ({
  ...vault,
  seal: (_orgId, key) => vault.seal('', key),
  open: (_orgId, ciphertext) => vault.open('', ciphertext),
  examine: (_orgId, ciphertext) => vault.examine('', ciphertext),
})
