import { timingSafeEqual } from 'node:crypto'
import type { Actor } from '@/lib/domain/actor'
import { AppError } from '@/lib/domain/errors'
import type { Secret } from '@/lib/domain/secret'
import { findOrgKey, listOrgs } from '@/lib/store/orgs'
import type { Deps } from '../context'

/**
 * Two orgs with one key would be one fleet under two names: a stop of one would contradict the other. An authority has several
 * addresses, so its address does not count.
 * @param butFor the org whose own key may be given again. @throws AppError `conflict`, which names an org only to who may see it.
 */
export async function requireNewKey(
  { store, vault }: Pick<Deps, 'store' | 'vault'>,
  actor: Pick<Actor, 'roles'> | null,
  { key, butFor }: { key: Secret; butFor?: string },
): Promise<void> {
  for (const org of await listOrgs(store.reads)) {
    const sealed = org.id === butFor ? undefined : await findOrgKey(store.reads, org.id)
    if (!sealed || !isSame(key, openOrNone(vault, org.id, sealed.ciphertext))) continue
    const which = actor === null || actor.roles.has(org.id) ? org.slug : 'another org of this console'
    throw new AppError(
      'conflict',
      `This key is the one of ${which}. Each org has a key of its own. Nothing was changed.`,
    )
  }
}

function openOrNone(vault: Deps['vault'], orgId: string, ciphertext: string): Secret | undefined {
  try {
    return vault.open(orgId, ciphertext)
  } catch {
    return undefined
  }
}

function isSame(one: Secret, other: Secret | undefined): boolean {
  const [a, b] = [Buffer.from(one.reveal()), Buffer.from(other?.reveal() ?? '')]
  return a.length === b.length && timingSafeEqual(a, b)
}
