/**
 * Adds an org. Its key is tried at its authority before anything is kept, so that an address with a slip in it, or a key of another
 * org, leaves nothing behind.
 */
import { z } from 'zod'
import { type Origin, originOf, record } from '@/lib/audit/audit-log'
import type { Actor } from '@/lib/domain/actor'
import { MACHINEID_URL } from '@/lib/domain/defaults.mjs'
import { AppError, InvalidInput } from '@/lib/domain/errors'
import { isOrgSlug, SLUG_RULE } from '@/lib/domain/people/org-slug'
import { THROWAWAY_WORD } from '@/lib/domain/people/throwaway'
import { Secret } from '@/lib/domain/secret'
import type { AddedOrg, NewOrgOffer } from '@/lib/domain/wire/org-settings'
import { createEmbeddedOrg } from '@/lib/machineid/create-embedded-org'
import { AUTHORITY_URL_RULE, readAuthorityUrl } from '@/lib/orgs/authority-url'
import { findOrgBySlug, findOrgKey, insertOrg, listOrgs, putOrgKey } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import type { Db } from '@/lib/store/rows/db'
import type { OrgRow } from '@/lib/store/rows/schema'
import type { Deps } from '../context'
import { OrgKeyInput } from '../orgs/org-key-input'
import { requireNewKey } from '../orgs/require-new-key'
import { requireRecentSignIn, service } from '../service'
import { nameOf, patternOf } from './change-org'

const CAP_FAULT = 'The cap is a whole number from 1 to 1,000,000. Nothing was added.'

const At = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('machineid'), orgKey: OrgKeyInput }),
  z.strictObject({ kind: z.literal('address'), baseUrl: z.string().max(2_000), orgKey: OrgKeyInput }),
  z.strictObject({
    kind: z.literal('embedded'),
    deviceLimit: z.number(CAP_FAULT).int(CAP_FAULT).min(1, CAP_FAULT).max(1_000_000, CAP_FAULT),
    throwaway: z.literal(true).optional(),
  }),
])

/** What the form for a new org may offer. */
export const offerNewOrg = service({
  permission: 'deployment',
  input: z.strictObject({}),
  async run({ deps }): Promise<NewOrgOffer> {
    const taken = (await listOrgs(deps.store.reads)).map(({ slug }) => slug)
    return { embedded: deps.authorityAdmin !== null, taken }
  },
})

/** `id`: minted by the form, so that a second press adds no second org. The person who adds it becomes its admin. */
export const addOrg = service({
  permission: 'deployment',
  input: z.strictObject({
    id: z.uuid(),
    name: z.string().max(2_000),
    slug: z.string().max(200),
    idPattern: z.string().max(1_000),
    at: At,
  }),
  async run(context, { id, at, ...input }): Promise<AddedOrg> {
    requireRecentSignIn(context)
    const { deps, actor } = context
    const row = readRow(deps, id, at, input)
    const known = (await listOrgs(deps.store.reads)).find((org) => org.id === id)
    const { url: baseUrl } = deps.orgs.authorityOf(row)
    if (known) return { ...sameOrg(known, row), baseUrl }
    await requireFreeSlug(deps.store.db, row.slug)
    const { key, agentKey } =
      at.kind === 'embedded' ? await makeOrg(deps, row, at.deviceLimit) : { key: new Secret(at.orgKey), agentKey: null }
    await requireNewKey(deps, actor, { key })
    await tryKey(deps, row, key)
    await keep(deps, row, key, actor, originOf(context, id))
    await deps.orgs.refresh()
    return { slug: row.slug, name: row.name, agentKey: agentKey?.reveal() ?? null, baseUrl }
  },
})

function readRow(
  deps: Deps,
  id: string,
  at: z.output<typeof At>,
  input: { name: string; slug: string; idPattern: string },
): OrgRow {
  const name = nameOf(input.name)
  const isThrowaway = at.kind === 'embedded' && at.throwaway === true
  if (isThrowaway && !name.startsWith(THROWAWAY_WORD)) {
    const message = `The name of a throwaway org begins with “${THROWAWAY_WORD}”, so that every page says what it is. Nothing was added.`
    throw new InvalidInput(message, [{ path: 'name', message }])
  }
  if (!isOrgSlug(input.slug)) {
    const message = `The address ${SLUG_RULE}. Nothing was added.`
    throw new InvalidInput(message, [{ path: 'slug', message }])
  }
  return {
    id,
    slug: input.slug,
    name,
    base_url: at.kind === 'embedded' ? 'embedded' : at.kind === 'machineid' ? MACHINEID_URL : baseUrlOf(at.baseUrl),
    id_pattern: patternOf(input.idPattern),
    paths: '{}',
    created_at: deps.clock.now(),
    runbook: null,
    contact: null,
    throwaway_since: isThrowaway ? deps.clock.now() : null,
  }
}

function baseUrlOf(given: string): string {
  const url = readAuthorityUrl(given.trim())
  if (url !== null) return url
  const message = `The address of the authority ${AUTHORITY_URL_RULE}. Nothing was added.`
  throw new InvalidInput(message, [{ path: 'at.baseUrl', message }])
}

function sameOrg(known: OrgRow, { slug, name, throwaway_since }: OrgRow): Omit<AddedOrg, 'baseUrl'> {
  const isAlike = (known.throwaway_since === null) === (throwaway_since === null)
  if (known.slug === slug && known.name === name && isAlike) return { slug, name, agentKey: null }
  throw new AppError('conflict', 'There is another org with this id. Nothing was added.')
}

/** An org that was removed keeps its address, because the record names it. */
async function requireFreeSlug(db: Db, slug: string): Promise<void> {
  const taken = await findOrgBySlug(db, slug)
  if (!taken) return
  const by = (await findOrgKey(db, taken.id)) ? 'an org' : 'an org that was removed; its record keeps it'
  const message = `“${slug}” is the address of ${by}. Choose another. Nothing was added.`
  throw new AppError('conflict', message)
}

/** A new org of the embedded authority. Its keys follow from what was asked for, so that a call whose answer was lost is simply made again. */
async function makeOrg({ authorityAdmin, vault }: Deps, row: OrgRow, deviceLimit: number) {
  if (authorityAdmin === null)
    throw new AppError(
      'upstream-unsupported',
      'This console has no admin key of the embedded authority (AUTHORITY_ADMIN_KEY). Make the org there with npm run authority -- org add. Nothing was added.',
    )
  const asked = JSON.stringify([row.id, row.name, deviceLimit])
  const key = new Secret(`org_${vault.derive(`org key of ${asked}`)}`)
  const agentKey = new Secret(`org_agent_${vault.derive(`agent key of ${asked}`)}`)
  const { baseUrl, key: adminKey } = authorityAdmin
  const made = await createEmbeddedOrg({ baseUrl, adminKey, name: row.name, deviceLimit, orgKey: key, agentKey })
  if (made.outcome === 'created' || made.outcome === 'exists') return { key, agentKey }
  const isOpen = made.outcome === 'unknown'
  throw new AppError(
    made.outcome === 'refused'
      ? 'upstream-denied'
      : made.outcome === 'unsupported'
        ? 'upstream-unsupported'
        : 'upstream-unavailable',
    isOpen
      ? `${made.detail} Whether the org was made there is not known: press again to find out. Nothing was added here.`
      : `${made.detail} Nothing was added.`,
  )
}

async function tryKey({ orgs }: Deps, row: OrgRow, key: Secret): Promise<void> {
  try {
    await orgs.tryKey(row, key)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, `${error.detail} Nothing was added.`, { cause: error })
  }
}

async function keep({ store, vault }: Deps, row: OrgRow, key: Secret, actor: Actor, origin: Origin): Promise<void> {
  await store.db.transaction().execute(async (tx) => {
    // Two people who choose one address at once: the second finds it taken.
    await requireFreeSlug(tx, row.slug)
    await insertOrg(tx, row)
    await putOrgKey(tx, row.id, vault.seal(row.id, key), origin.at)
    await setRole(tx, row.id, actor.userId, 'admin')
    const { slug, name, base_url: authority, id_pattern: idPattern } = row
    const throwaway = row.throwaway_since === null ? {} : { throwaway: true as const }
    await record(tx, origin, 'org.created', { authority, name, slug, idPattern, ...throwaway })
  })
}
