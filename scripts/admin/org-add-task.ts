/** `npm run admin -- org add`: connects an org. Its key is tried at its authority before it is kept, as on the page. */
import { randomUUID } from 'node:crypto'
import { consoleOrigin, record } from '@/lib/audit/audit-log'
import { AppError } from '@/lib/domain/errors'
import { DEFAULT_ID_PATTERN, isPattern } from '@/lib/domain/ids/device-id'
import { isOrgSlug } from '@/lib/domain/people/org-slug'
import { NAME_RULE, readName } from '@/lib/domain/people/read-name'
import type { Secret } from '@/lib/domain/secret'
import { createMachineIdClient } from '@/lib/machineid/create-client'
import { AUTHORITY_URL_RULE, readAuthorityUrl } from '@/lib/orgs/authority-url'
import { createKeyVault } from '@/lib/orgs/key-vault'
import { requireKeysFor } from '@/lib/orgs/ring-state'
import { tryOrgKey } from '@/lib/orgs/try-org-key'
import { requireNewKey } from '@/lib/services/orgs/require-new-key'
import { nameOfStore } from '@/lib/store/open/store-location'
import { listSealedOrgKeys } from '@/lib/store/org-keys/sealed-org-keys'
import { findOrgBySlug, findOrgKey, insertOrg, putOrgKey } from '@/lib/store/orgs'
import type { Db } from '@/lib/store/rows/db'
import { type AdminOptions, type AdminTask, need, readKeyFile, UsageFault } from './admin-task'

export const ORG_ADD_USAGE = `  npm run admin -- org add --slug NAME --base-url URL|embedded --key-file FILE [--name NAME] [--id-pattern PATTERN]
    [--unchecked]  keeps the key without asking the authority`

export const addOrg: AdminTask = async (store, config, options) => {
  const org = readOrg(options)
  const key = readKeyFile(options)
  await requireFreeSlug(store.db, org.slug)
  const vault = createKeyVault(...config.encryptionKeys)
  requireKeysFor(vault, await listSealedOrgKeys(store.db), nameOfStore(config.database))
  await requireNewKey({ store, vault }, null, { key })
  const isUnchecked = options.unchecked === true
  if (!isUnchecked) await requireAccepted(org.base_url === 'embedded' ? config.embeddedUrl : org.base_url, key)
  const id = randomUUID()
  const now = Date.now()
  await store.db.transaction().execute(async (tx) => {
    await requireFreeSlug(tx, org.slug)
    await insertOrg(tx, { ...org, id, paths: '{}', created_at: now })
    await putOrgKey(tx, id, vault.seal(id, key), now)
    const { base_url: authority, name, slug, id_pattern: idPattern } = org
    const unchecked = isUnchecked ? { unchecked: true as const } : {}
    await record(tx, consoleOrigin(id, now), 'org.created', { authority, name, slug, idPattern, ...unchecked })
  })
  const asked = isUnchecked ? ' Its authority was not asked: whether the key is right is not known.' : ''
  return `Added ${org.slug}.${asked} A running console picks it up within seconds. Give people a role in it: npm run admin -- user add --email … --org ${org.slug} --role …`
}

function readOrg(options: AdminOptions) {
  const slug = need(options, 'slug')
  if (!isOrgSlug(slug))
    throw new UsageFault(
      `"${slug}" cannot be the address of an org: use lower-case letters, digits and dashes, and no name of a page.`,
    )
  const address = need(options, 'base-url')
  const baseUrl = address === 'embedded' ? address : readAuthorityUrl(address)
  if (baseUrl === null) throw new UsageFault(`--base-url must be "embedded", or it ${AUTHORITY_URL_RULE}.`)
  const idPattern = options['id-pattern'] ?? DEFAULT_ID_PATTERN
  if (!isPattern(idPattern))
    throw new UsageFault(`--id-pattern must be {names} joined by ":", such as ${DEFAULT_ID_PATTERN}.`)
  const name = readName(options.name ?? slug)
  if (name === null) throw new UsageFault(`--name ${NAME_RULE}.`)
  return { slug, name, base_url: baseUrl, id_pattern: idPattern }
}

async function requireFreeSlug(db: Db, slug: string): Promise<void> {
  const taken = await findOrgBySlug(db, slug)
  if (taken && (await findOrgKey(db, taken.id))) throw new UsageFault(`There is an org "${slug}" already.`)
  if (taken)
    throw new UsageFault(`"${slug}" is the address of an org that was removed; its record keeps it. Use another.`)
}

/** @throws UsageFault if the authority does not take the key as an org key, or is away. */
async function requireAccepted(baseUrl: string, orgKey: Secret): Promise<void> {
  const client = createMachineIdClient({ baseUrl, orgKey })
  try {
    await tryOrgKey(client)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const isRefused = error.code === 'upstream-key-rejected' || error.code === 'upstream-denied'
    const anyway = isRefused ? '' : ' To keep the key without asking, add --unchecked.'
    throw new UsageFault(`${error.detail} Nothing was added.${anyway}`)
  } finally {
    await client.close()
  }
}
