import { Agent, request } from 'undici'

export type Entry = {
  deviceId: string
  status: string
  revoked: boolean
  createdAt: string
  revokedAt: string | null
  revokedRevision: number | null
  lastValidatedAt: string | null
  lastDecision: { allowed: boolean; code: string; at: string; revision: number; source?: string } | null
  validations: { allowed: number; denied: number }
  rhythm: { medianMs: number; p95Ms: number; n: number } | null
  key?: { issuedAt: string; firstUsedAt: string | null; renewing: boolean; releasedUntil: string | null } | null
}

export type AgentKeyEntry = {
  id: string
  name: string
  use: string
  createdAt: string
  lastUsedAt: string | null
  validUntil: string | null
  endedAt?: string | null
}

export type Decision = {
  requestId: string
  deviceId: string
  deviceIdCut: boolean
  call: string
  allowed: boolean
  code: string
  at: string
  agentKeyId: string | null
}

export type KeyUser = { deviceId: string; lastValidatedAt: string; revoked: boolean; asking: boolean }

export type OrgEntry = {
  id: string
  name: string | null
  limit: number
  devices: number
  devicesUsed: number
  disabled: boolean
  createdAt: string
}

/** Every field that some reply has; a test knows which ones its reply should have. */
export type Body = {
  status: string
  error: string
  message: string
  handler: string
  allowed: boolean
  code: string
  reason: string | null
  request_id: string
  revision: number
  now: string
  changed: boolean
  changedAt: string
  execution: string
  results: { deviceId: string; status: string; changed: boolean; revision: number; error?: string }[]
  devices: Entry[]
  removed: string[]
  deviceId: string
  org: OrgEntry
  orgs: OrgEntry[]
  orgApiKey: string
  agentApiKey: string | null
  deviceKey?: string
  policy: string
  dark: number
  total: number
  reserved: number
  events: { number: number; at: string; kind: string; deviceId: string | null; detail: string | null }[]
  last: number
  lost: boolean
  blocks: { deviceId: string; createdAt: string }[]
  key: AgentKeyEntry
  keys: AgentKeyEntry[]
  limit: number
  count: number
  lastAt: string | null
  since: string
  decisions: Decision[]
  more: boolean
  kept: number
  keptMax: number
  keptSince: string
  previousKeyValidUntil: string
  previousValidUntil: string | null
  callerValidUntil: string | null
  agentKeyId: string
  ended: number
  counts: { current: number; replaced: number; asking: number; unknown: number }
  current: KeyUser[]
  replaced: KeyUser[]
  devicesUsed: number
  registrations: number
  validations: { allowed: number; denied: number }
}

export type Answer = { status: number; body: Body; headers: { get: (name: string) => string | null } }

type Init = { method?: string; headers?: Record<string, string>; body?: string | Uint8Array }

const connections = new Agent({ keepAliveTimeout: 1000, connections: 64 })

/** The calls of a client that knows nothing but the contract. */
export type Api = {
  key: string
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  post: (path: string, body?: unknown) => Promise<Answer>
  raw: (path: string, init: Init) => Promise<Answer>
}

export function apiOf(url: string, key: string): Api {
  const raw = async (path: string, init: Init) => {
    const target = path.startsWith('/') ? url + path : `${url}/api/v1/${path}`
    const { statusCode, headers, body } = await request(target, {
      dispatcher: connections,
      method: (init.method ?? 'GET') as 'GET',
      headers: { 'x-org-key': key, ...init.headers },
      body: init.body,
    })
    const text = await body.text()
    const get = (name: string) => {
      const value = headers[name]
      return typeof value === 'string' ? value : null
    }
    return { status: statusCode, headers: { get }, body: JSON.parse(text || 'null') as Body }
  }
  return {
    key,
    raw,
    get: (path, headers = {}) => raw(path, { headers }),
    post: (path, body = {}) =>
      raw(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }
}
