/**
 * From request to reply. A key is looked at before the body is read, and once more when the request is complete: the
 * decision belongs to that moment, and a key that died meanwhile is dead.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { hasKey, KEY_IN_URL } from '@/lib/domain/keys/key-text.mjs'
import { authenticate, authenticateAdmin, wrongKey } from './authenticate'
import type { Core } from './core/core'
import { metricsText } from './handlers/metrics-text'
import type { Call, Reply } from './http/call'
import { checkMediaType, type JsonObject, parseJson } from './http/parse-json'
import { readBody } from './http/read-body'
import { invalidRequest, Refusal } from './http/refusal'
import { JSON_TYPE, send, sendRefusal } from './http/send'
import { stateRefusal } from './http/state-refusal'
import type { AccessKey } from './keys/key-ring'
import { type MetricsAccess, mayReadMetrics } from './metrics-access'
import { ROUTES, type Route, VALIDATE_PATH } from './routes'
import { Org } from './state/org'
import { StateError } from './state/state-error'

const NO_BODY: JsonObject = {}
const NO_KEY: AccessKey = {
  hash: '',
  orgId: 0,
  kind: 'agent',
  validUntil: null,
  dead: true,
  agentKey: null,
  device: null,
  tag: 0,
}
/** Used until a key has named the org, and for routes that have none. */
const NO_ORG = new Org(
  {
    id: 0,
    tag: '',
    deviceLimit: 0,
    planState: '',
    disabled: true,
    changedAt: null,
    reason: null,
    reservedRevision: 0,
    createdAt: 0,
    name: null,
    keyPolicy: 'shared',
  },
  () => undefined,
)
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const metricsRefused = () =>
  new Refusal(
    401,
    'metrics_token',
    'Send METRICS_TOKEN as "Authorization: Bearer …" to read the metrics. Without a token, and without an address that others reach, they are for programs on this machine.',
    { headers: ['www-authenticate', 'Bearer'] },
  )

type Table = ReadonlyMap<string, readonly Route[]>

/** Routes by path. Without an admin key those of an admin are paths like any that are not there. */
function tableOf(core: Core): Table {
  const offered = ROUTES.filter(({ access }) => access !== 'admin' || core.adminKey !== null)
  return new Map(offered.map(({ path }) => [path, offered.filter((route) => route.path === path)]))
}

function findRoute(table: Table, method: string | undefined, path: string): Route {
  const routes = table.get(path)
  if (!routes) throw new Refusal(404, 'not_found', 'There is nothing at this path.')
  for (const route of routes) if (route.method === method) return route
  const methods = routes.map((route) => route.method)
  throw new Refusal(405, 'method_not_allowed', `Use ${methods.join(' or ')}.`, {
    headers: ['allow', methods.join(', ')],
  })
}

/** Makes the function that answers every request of an authority. It never throws and never rejects. */
export function createRouter(core: Core, metricsAccess: MetricsAccess, fault: (error: unknown) => void) {
  const table = tableOf(core)
  const answer = (res: ServerResponse, reply: Reply, requestId: string) => {
    if (reply === null) return core.metrics.reply(res.statusCode)
    if (core.draining) res.shouldKeepAlive = false
    const { status, body, headers, isDecision } = reply
    const text = typeof body === 'string' ? body : JSON.stringify({ ...body, request_id: requestId })
    core.metrics.reply(status)
    send(res, status, text, requestId, headers, JSON_TYPE, isDecision)
  }

  const refuse = (res: ServerResponse, error: unknown, requestId: string, path: string) => {
    const known = error instanceof StateError ? stateRefusal(error) : error
    const refusal =
      known instanceof Refusal ? known : new Refusal(500, 'internal', 'The authority failed to answer this call.')
    if (refusal.status >= 500) fault(known)
    core.metrics.reply(refusal.status)
    sendRefusal(res, refusal, requestId, path === VALIDATE_PATH)
  }

  const finish = (route: Route, call: Call, path: string) => {
    call.now = core.now()
    if (core.closing || core.committer.broken) throw new Refusal(503, 'unavailable', 'The authority is going down.')
    if (route.access !== 'open' && route.access !== 'admin') {
      const org = core.orgs.get(call.key.orgId)
      if (!org || !core.keys.isLive(call.key, call.now)) throw wrongKey(core, call.req, call.now)
      call.org = org
      if (call.key.agentKey) core.keyUses.note(call.key.agentKey, call.now)
    }
    const reply = route.handle(core, call)
    if (reply instanceof Promise) {
      reply
        .then((late) => answer(call.res, late, call.requestId))
        .catch((error: unknown) => refuse(call.res, error, call.requestId, path))
    } else answer(call.res, reply, call.requestId)
  }

  const showMetrics = (res: ServerResponse, requestId: string) => {
    metricsText(core)
      .then((text) => send(res, 200, text, requestId, undefined, METRICS_TYPE))
      .catch((error: unknown) => refuse(res, error, requestId, '/metrics'))
  }

  const keyOf = (req: IncomingMessage, { access }: Route, now: number): AccessKey => {
    if (access === 'admin') authenticateAdmin(core, req, now)
    return access === 'open' || access === 'admin' ? NO_KEY : authenticate(core, req, access, now)
  }

  const start = (req: IncomingMessage, res: ServerResponse, requestId: string, path: string, query: string) => {
    if (req.headers.host === undefined && req.httpVersionMinor === 1) throw invalidRequest('Name the host.')
    if (path === '/metrics' && req.method === 'GET') {
      if (!mayReadMetrics(req, metricsAccess)) throw metricsRefused()
      showMetrics(res, requestId)
      return
    }
    const route = findRoute(table, req.method, path)
    const now = core.now()
    const key = keyOf(req, route, now)
    const call: Call = { req, res, requestId, now, query, body: NO_BODY, key, org: NO_ORG }
    if (route.method === 'GET') {
      finish(route, call, path)
      return
    }
    checkMediaType(req.headers)
    readBody(req, (tooLarge, bytes) => {
      try {
        if (tooLarge) throw tooLarge
        call.body = parseJson(bytes)
        finish(route, call, path)
      } catch (error) {
        refuse(res, error, requestId, path)
      }
    })
  }

  return function handle(req: IncomingMessage, res: ServerResponse): void {
    const requestId = randomUUID()
    const url = req.url ?? ''
    const mark = url.indexOf('?')
    const path = mark < 0 ? url : url.slice(0, mark)
    try {
      // Nearly every address has neither.
      if (/%|org_/.test(url) && hasKey(url)) throw new Refusal(400, 'key_in_url', KEY_IN_URL)
      start(req, res, requestId, path, mark < 0 ? '' : url.slice(mark + 1))
    } catch (error) {
      refuse(res, error, requestId, path)
    }
  }
}
