/** The console's route handlers without the web server: a real composition, called by address as the framework would. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'next-auth/jwt'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import type { Role } from '@/lib/domain/policy'
import { composeConsole } from '@/lib/server/composition'
import { readConfig } from '@/lib/server/config/config'
import type { Console } from '@/lib/server/console'
import { sessionCookie } from '@/lib/server/request/cookie-name'
import { setRole } from '@/lib/store/people/members'
import { insertSession } from '@/lib/store/people/sessions'
import { insertUser } from '@/lib/store/people/users'

export const ORG_KEY = 'org_canary_0123456789abcdefghijklmn'
export const AGENT_KEY = 'org_agent_api_0123456789abcdefghijkl'

/** An answer that has not come by then never will. */
const HANGS_AFTER_MS = 60_000

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>
export const ROUTES = import.meta.glob<Record<string, Handler>>('/app/api/**/route.ts', { eager: true })

export type CallOptions = {
  cookie?: string
  body?: unknown
  rawBody?: BodyInit
  headers?: Record<string, string>
  crossSite?: boolean
}

export type ApiConsole = {
  console: Console
  authority: RunningAuthority
  /** Cookie of a new person with a role in the org; null: signed in, no role anywhere. */
  cookieOf: (role: Role | null, options?: { signedInMsAgo?: number }) => Promise<string>
  call: (method: string, path: string, options?: CallOptions) => Promise<Response>
  agent: (path: 'register' | 'validate', deviceId: string) => Promise<Response>
  close: () => Promise<void>
}

export async function apiConsole(environment: Record<string, string> = {}): Promise<ApiConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'console-api-'))
  const authority = await startAuthority({
    idProfile: 'any',
    dataDir: ':memory:',
    port: 0,
    orgKey: ORG_KEY,
    agentKey: AGENT_KEY,
    drainMs: 100,
  })
  const config = readConfig({
    AUTH_SECRET: 'api-test-secret-api-test-secret-api',
    CONSOLE_ENCRYPTION_KEY: 'api-test-encryption-api-test-encrypt',
    MACHINEID_BASE_URL: authority.url,
    MACHINEID_ORG_KEY: ORG_KEY,
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    ...environment,
  })
  const console = await composeConsole(config)
  // On a busy machine no store is late unless a test makes it so.
  Object.assign(console.deps, { storeWaitMs: HANGS_AFTER_MS })
  const shared = globalThis as { machineidConsole?: Promise<Console> }
  shared.machineidConsole = Promise.resolve(console)
  const org = console.deps.orgs.all()[0]
  await org?.reader.readNow().catch(() => undefined)

  async function cookieOf(role: Role | null, { signedInMsAgo = 0 } = {}): Promise<string> {
    const { db } = console.deps.store
    const now = Date.now()
    const userId = randomUUID()
    const sessionId = randomUUID()
    await insertUser(db, {
      id: userId,
      email: `${userId}@example.org`,
      name: role ?? 'no role',
      password_hash: '',
      created_at: now,
      disabled_at: null,
    })
    if (role && org) await setRole(db, org.row.id, userId, role)
    const authenticatedAt = now - signedInMsAgo
    await insertSession(db, {
      id: sessionId,
      user_id: userId,
      created_at: authenticatedAt,
      authenticated_at: authenticatedAt,
      last_seen_at: now,
      expires_at: now + 3_600_000,
      ended_at: null,
      address: null,
    })
    const token = await encode({ token: { sub: userId, sessionId }, secret: config.authSecret.reveal() })
    return `${sessionCookie(config).name}=${token}`
  }

  return {
    console,
    authority,
    cookieOf,
    call(method, path, { cookie, body, rawBody, headers = {}, crossSite = false } = {}) {
      const found = findRoute(path.split('?')[0] as string)
      if (!found?.module[method]) throw new Error(`no handler for ${method} ${path}`)
      const request = new Request(`${config.publicUrl}${path}`, {
        method,
        headers: {
          'sec-fetch-site': crossSite ? 'cross-site' : 'same-origin',
          ...(cookie ? { cookie } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: rawBody ?? (body === undefined ? undefined : JSON.stringify(body)),
      })
      // As the framework does: a path without parts has no parameters at all.
      const params = Object.keys(found.params).length > 0 ? found.params : undefined
      return found.module[method](request, { params: Promise.resolve(params as Record<string, string>) })
    },
    agent: (path, deviceId) =>
      fetch(`${authority.url}/api/v1/devices/${path}`, {
        method: 'POST',
        headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
        body: JSON.stringify({ deviceId }),
      }),
    async close() {
      shared.machineidConsole = undefined
      await console.close()
      await authority.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The framework's routing, as far as these addresses need it: literal segments win over parameters. */
function findRoute(path: string) {
  const wanted = path.split('/').slice(1)
  const candidates = Object.entries(ROUTES).flatMap(([file, module]) => {
    const pattern = file
      .replace(/^\/app\//, '')
      .replace(/\/route\.ts$/, '')
      .split('/')
    if (pattern.length !== wanted.length) return []
    const params: Record<string, string> = {}
    for (const [index, segment] of pattern.entries()) {
      const name = /^\[(\w+)\]$/.exec(segment)?.[1]
      if (name) params[name] = decodeURIComponent(wanted[index] as string)
      else if (segment !== wanted[index]) return []
    }
    return [{ module, params }]
  })
  return candidates.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0]
}
