/** A second org beside `main`, on an authority of its own, so that a test can see what is whose. */
import { randomUUID } from 'node:crypto'
import { decode } from 'next-auth/jwt'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { DEFAULT_ID_PATTERN } from '@/lib/domain/ids/device-id'
import type { Role } from '@/lib/domain/policy'
import { Secret } from '@/lib/domain/secret'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import { sessionCookie } from '@/lib/server/request/cookie-name'
import { insertOrg, putOrgKey } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import type { ApiConsole } from './api-console'

export type SecondOrg = {
  org: OrgRuntime
  authority: RunningAuthority
  agent: (path: 'register' | 'validate', deviceId: string) => Promise<{ allowed?: boolean; code?: string }>
  /** Gives the person of a cookie a role in this org; null takes it away. */
  grant: (cookie: string, role: Role | null) => Promise<void>
  close: () => Promise<void>
}

type Options = {
  slug?: string
  /** Where the console reaches its authority; the authority itself unless it goes through another server. */
  baseUrl?: (authority: RunningAuthority) => string
}

/** Close it after the console. */
export async function secondOrg(
  { console: { config, deps } }: ApiConsole,
  { slug = 'other', baseUrl = ({ url }) => url }: Options = {},
): Promise<SecondOrg> {
  const keys = { orgKey: `org_${slug}_0123456789abcdefghijklmnop`, agentKey: `org_agent_${slug}_0123456789abcdefgh` }
  const authority = await startAuthority({ idProfile: 'any', dataDir: ':memory:', port: 0, drainMs: 100, ...keys })
  const id = randomUUID()
  const { db } = deps.store
  const row = { id, slug, name: slug, base_url: baseUrl(authority), id_pattern: DEFAULT_ID_PATTERN, paths: '{}' }
  await insertOrg(db, { ...row, created_at: 0 })
  await putOrgKey(db, id, deps.vault.seal(id, new Secret(keys.orgKey)), 0)
  await deps.orgs.refresh()
  const org = deps.orgs.byId(id) as OrgRuntime
  await org.reader.readNow()
  return {
    org,
    authority,
    async agent(path, deviceId) {
      const response = await fetch(`${authority.url}/api/v1/devices/${path}`, {
        method: 'POST',
        headers: { 'x-org-key': keys.agentKey, 'content-type': 'application/json' },
        body: JSON.stringify({ deviceId }),
      })
      return response.json() as Promise<{ allowed?: boolean; code?: string }>
    },
    async grant(cookie, role) {
      const token = cookie.slice(sessionCookie(config).name.length + 1)
      const userId = (await decode({ token, secret: config.authSecret.reveal() }))?.sub as string
      await db.deleteFrom('memberships').where('org_id', '=', id).where('user_id', '=', userId).execute()
      if (role) await setRole(db, id, userId, role)
    },
    close: () => authority.close(),
  }
}
