/** What the keys of `CONSOLE_ENCRYPTION_KEY` are to the sealed org keys of a database: which opens how many, and what none opens. */
import { AppError } from '@/lib/domain/errors'
import type { SealedOrgKey } from '@/lib/store/org-keys/sealed-org-keys'
import type { KeyVault, Sealing } from './key-vault'

export type RingState = {
  total: number
  /** Sealed with the first key, in the form of today. */
  current: number
  /** Key id → how many it opens that are to be sealed anew. */
  older: ReadonlyMap<string, number>
  /** The key that sealed them is not among those given. `keyId`: null in the form that names none. */
  lost: readonly { slug: string; keyId: string | null }[]
  /** Slugs of orgs whose sealed text was changed, or comes from the row of another org. */
  damaged: readonly string[]
}

export function ringState(vault: KeyVault, rows: readonly SealedOrgKey[]): RingState {
  const looked = rows.map(({ slug, org_id, ciphertext }) => ({
    slug,
    ciphertext,
    ...vault.examine(org_id, ciphertext),
  }))
  const older = new Map<string, number>()
  for (const { state, keyId } of looked)
    if (state === 'older' && keyId !== null) older.set(keyId, (older.get(keyId) ?? 0) + 1)
  const isLost = lostBy(looked)
  return {
    total: rows.length,
    current: looked.filter(({ state }) => state === 'current').length,
    older,
    lost: looked.filter(isLost).map(({ slug, keyId }) => ({ slug, keyId })),
    damaged: looked.filter((one) => isUnopened(one) && !isLost(one)).map(({ slug }) => slug),
  }
}

type Looked = Sealing & { ciphertext: string }

const isUnopened = ({ state }: Sealing): boolean => state === 'unknown-key' || state === 'damaged'

/**
 * A text that names no key was sealed when there could be only one. So if that key is here, because another such text opens, one
 * that does not open is damaged; if none opens, the key is not here.
 */
function lostBy(looked: readonly Looked[]): (one: Looked) => boolean {
  const isUnnamed = ({ ciphertext }: Looked) => ciphertext.startsWith('v1.')
  const isOldKeyHere = looked.some((one) => isUnnamed(one) && !isUnopened(one))
  return (one) => one.state === 'unknown-key' && !(isUnnamed(one) && isOldKeyHere)
}

const NAMES_MAX = 5

/** Names of orgs in a sentence, at most five. */
export const namesOf = (slugs: readonly string[]): string =>
  slugs.length <= NAMES_MAX
    ? slugs.join(', ')
    : `${slugs.slice(0, NAMES_MAX).join(', ')} and ${slugs.length - NAMES_MAX} more`

/**
 * Refuses a start, or an act, with keys that are not those of the database. A damaged row is let be: its org waits for its key,
 * and the stops of the others go on.
 * @param database the path that the message names. @throws AppError `conflict` that names orgs and key ids.
 */
export function requireKeysFor(vault: KeyVault, rows: readonly SealedOrgKey[], database: string): void {
  const { lost, total } = ringState(vault, rows)
  if (lost.length === 0) return
  const ids = [...new Set(lost.flatMap(({ keyId }) => keyId ?? []))]
  const sealedBy = ids.length > 0 ? ` (sealed with key ${ids.join(', ')})` : ''
  throw new AppError(
    'conflict',
    `CONSOLE_ENCRYPTION_KEY is not the key of this database: it does not open ${lost.length} of ${total} org keys in ${database}, of ${namesOf(lost.map(({ slug }) => slug))}${sealedBy}; given: key ${vault.keyIds.join(', ')}. Nothing was changed. Set the key that sealed them; a new one goes before it, with a comma between. If that key is lost, README, "The encryption key", says how to go on.`,
  )
}
