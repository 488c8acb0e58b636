/** The people who try every address, each with what the table promises of them. */
import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { ROLES, type Role, STOP_ONLY_AFTER_MS } from '@/lib/domain/policy'
import { deleteUser, setDisabledAt } from '@/lib/store/offboarding'
import { insertOrg } from '@/lib/store/orgs'
import { setRole } from '@/lib/store/people/members'
import { insertSession } from '@/lib/store/people/sessions'
import { insertUser } from '@/lib/store/people/users'
import type { Db } from '@/lib/store/rows/db'
import type { Row } from './rows'

export const PARTIES = [
  'anonymous',
  ...ROLES,
  'disabled',
  'removed',
  'stop-only',
  'other-org',
  'deployment-admin',
  'admin-of-both',
] as const
export type Party = (typeof PARTIES)[number]

const OTHER_ORG = '11111111-1111-4111-8111-111111111111'

/** `let-in`: neither 401 nor 403, and no fault of the console. */
export type Answer = 401 | 403 | 404 | 'let-in'

export const isAs = (expected: Answer, status: number): boolean =>
  expected === 'let-in' ? status !== 401 && status !== 403 && status < 500 : status === expected

/** What the table promises. Admins: of `main`, but for `other-org`; the deployment admin has no role in any org, `admin-of-both` is one and admin of `main`. */
export function expected({ lowest, idle }: Row, party: Party): Answer {
  if (party === 'anonymous' || party === 'disabled' || party === 'removed') return 401
  if (party === 'stop-only') return idle ? 'let-in' : 401
  if (lowest === 'signed-in') return 'let-in'
  if (lowest === 'deployment') return party === 'deployment-admin' || party === 'admin-of-both' ? 'let-in' : 403
  if (party === 'other-org' || party === 'deployment-admin') return 404
  if (party === 'admin-of-both') return 'let-in'
  if (lowest === 'deployment-and-admin') return 403
  return ROLES.indexOf(party) >= ROLES.indexOf(lowest) ? 'let-in' : 403
}

type World = { db: Db; orgId: string; cookieName: string; authSecret: string }

/** Makes a person with a session for a party; the cookie, or undefined for a stranger. */
export async function cookieOf(world: World, party: Party): Promise<string | undefined> {
  if (party === 'anonymous') return undefined
  const { db, orgId } = world
  const now = Date.now()
  const [id, sessionId] = [randomUUID(), randomUUID()]
  await insertUser(db, {
    id,
    email: `${id}@example.org`,
    name: party,
    password_hash: '',
    created_at: now,
    disabled_at: null,
    deployment_admin_since: party === 'deployment-admin' || party === 'admin-of-both' ? now : null,
  })
  const role: Role = ROLES.find((known) => known === party) ?? 'admin'
  if (party === 'other-org') await setRole(db, await otherOrg(db), id, role)
  else if (party !== 'deployment-admin') await setRole(db, orgId, id, role)
  await insertSession(db, {
    id: sessionId,
    user_id: id,
    created_at: now,
    authenticated_at: now,
    last_seen_at: party === 'stop-only' ? now - STOP_ONLY_AFTER_MS - 60_000 : now,
    expires_at: now + 24 * 3_600_000,
    ended_at: null,
    address: null,
  })
  if (party === 'disabled') await setDisabledAt(db, id, now)
  if (party === 'removed') await deleteUser(db, id)
  const token = await encode({ token: { sub: id, sessionId }, secret: world.authSecret })
  return `${world.cookieName}=${token}`
}

/** An org that this console knows and whose key it has lost: it holds roles, and is never called. */
async function otherOrg(db: Db): Promise<string> {
  const known = await db.selectFrom('orgs').select('id').where('id', '=', OTHER_ORG).executeTakeFirst()
  if (!known)
    await insertOrg(db, {
      id: OTHER_ORG,
      slug: 'other',
      name: 'other',
      base_url: 'embedded',
      id_pattern: '{role}',
      paths: '{}',
      created_at: 0,
    })
  return OTHER_ORG
}
