/**
 * Requests that try to get a protected byte without leave: addresses written in odd ways, headers by which routers and frameworks have
 * been talked past their checks, methods that no one expects, cookies that are none.
 */

export type BypassRequest = { method: string; target: string; headers: [string, string][]; body?: string }

/** Addresses of org `main` whose answer to an admin has a protected byte, and some that change something. */
export const TARGETS = [
  '/main',
  '/main/devices',
  '/main/operations',
  '/main/activity',
  '/main/usage',
  '/main/notes',
  '/main/connect',
  '/main/keys',
  '/main/people',
  '/stop',
  '/stop/main',
  '/stop/main/part',
  '/api/orgs',
  '/api/orgs/main/state',
  '/api/orgs/main/overview',
  '/api/orgs/main/devices',
  '/api/orgs/main/devices.csv',
  '/api/orgs/main/devices.jsonl',
  '/api/orgs/main/device?id=canary-device-1',
  '/api/orgs/main/activity',
  '/api/orgs/main/activity.jsonl',
  '/api/orgs/main/activity.csv',
  '/api/orgs/main/notes',
  '/api/orgs/main/device-keys/dark',
  '/api/orgs/main/people',
  '/api/orgs/main/events',
  '/api/orgs/main/hygiene',
  '/api/orgs/main/fences',
  '/api/orgs/main/operations',
  '/api/orgs/main/agent-keys',
  '/api/orgs/main/usage.csv',
  '/api/orgs/main/diagnosis?id=canary-device-1',
] as const

const encodeLast = (path: string) => path.replace(/.$/, (last) => `%${last.charCodeAt(0).toString(16)}`)

/** The address in other words. */
const WRITINGS: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => `//x${path}`,
  (path) => `/.${path}`,
  (path) => `/x/..${path}`,
  (path) => `/_next/..${path}`,
  (path) => `/_next/static/..${path}`,
  (path) => `/sign-in/..${path}`,
  (path) => `/x/%2e%2e${path}`,
  (path) => `/x/..%2f${path.slice(1)}`,
  (path) => `/x/%252e%252e${path}`,
  (path) => path.replaceAll('/', '%2f').replace('%2f', '/'),
  (path) => path.replaceAll('/', '\\').replace('\\', '/'),
  (path) => path.replaceAll('/', '%5c').replace('%5c', '/'),
  (path) => path.replace('main', 'MAIN'),
  (path) => path.replace('/main', '/main;x=1'),
  (path) => path.replace('/main', '/main%00'),
  (path) => path.replace('/main', '/main%20'),
  (path) => path.replace('/main', '/./main'),
  (path) => path.replaceAll('/', '／').replace('／', '/'),
  (path) => `${path}.rsc`,
  (path) => `${path}.json`,
  (path) => `${path}.txt`,
  (path) => `${path}.segments/_tree.segment.rsc`,
  (path) => `${path}${path.includes('?') ? '&' : '?'}_rsc=1a2b3`,
  (path) => `${path}${path.includes('?') ? '&' : '?'}org=main&__nextLocale=en&nxtPorg=main`,
  (path) => `/_next/data/build${path}.json`,
  (path) => `/_next/image?url=${encodeURIComponent(path)}&w=64&q=75`,
  (path) => `/index${path}`,
  (path) => `http://127.0.0.1${path}`,
  (path) => `http://localhost@127.0.0.1${path}`,
  (path) => `${path}#x`,
  (path) => `${path}?`,
  encodeLast,
]

const TREE = encodeURIComponent(
  JSON.stringify(['', { children: ['main', { children: ['__PAGE__', {}] }] }, null, null, true]),
)
const NONE_TOKEN = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"admin","sessionId":"admin"}').toString('base64url')}.`

/** Headers by which something was once talked past a check. */
const HEADERS: readonly [string, string][][] = [
  [['x-middleware-subrequest', 'proxy:proxy:proxy:proxy:proxy']],
  [['x-middleware-subrequest', 'middleware:middleware:middleware:middleware:middleware']],
  [['x-middleware-subrequest', 'src/middleware:src/middleware:src/middleware:src/middleware:src/middleware']],
  [['x-middleware-subrequest-id', '1']],
  [['x-middleware-prefetch', '1']],
  [['x-middleware-rewrite', '/main']],
  [['x-middleware-next', '1']],
  [['x-middleware-override-headers', 'cookie']],
  [['x-nextjs-data', '1']],
  [['rsc', '1']],
  [
    ['rsc', '1'],
    ['next-router-prefetch', '1'],
  ],
  [
    ['rsc', '1'],
    ['next-router-segment-prefetch', '/_tree'],
  ],
  [
    ['rsc', '1'],
    ['next-router-state-tree', TREE],
  ],
  [
    ['rsc', '1'],
    ['next-router-state-tree', 'not a tree'],
  ],
  [['next-url', '/main']],
  [
    ['x-invoke-path', '/main'],
    ['x-invoke-status', '200'],
  ],
  [['x-matched-path', '/main']],
  [['x-now-route-matches', 'org=main']],
  [['x-original-url', '/main/devices']],
  [['x-rewrite-url', '/main/devices']],
  [['x-forwarded-for', '127.0.0.1']],
  [
    ['x-forwarded-host', '127.0.0.1'],
    ['x-forwarded-proto', 'https'],
  ],
  [['x-real-ip', '127.0.0.1']],
  [['forwarded', 'for=127.0.0.1;host=localhost']],
  [['x-http-method-override', 'GET']],
  [['x-prerender-revalidate', '1']],
  [
    ['x-vercel-id', '1'],
    ['x-vercel-proxy-signature', 'Bearer x'],
  ],
  [['authorization', 'Bearer admin']],
  [['authorization', `Basic ${Buffer.from('admin@example.org:').toString('base64')}`]],
  [['authorization', `Bearer ${NONE_TOKEN}`]],
  [
    ['x-nonce', 'n'],
    ['x-user', 'admin'],
  ],
  [['purpose', 'prefetch']],
  [['sec-purpose', 'prefetch']],
  [['accept', 'text/x-component']],
  [['accept', 'text/event-stream']],
  [['range', 'bytes=0-10']],
  [['if-none-match', '*']],
  [['host', 'evil.example']],
]

const METHODS = ['HEAD', 'OPTIONS', 'TRACE', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY', 'get'] as const

const FORGED = [
  'x',
  NONE_TOKEN,
  'null',
  '%00',
  encodeURIComponent("' or 1=1 --"),
  `${'a'.repeat(4_000)}`,
  '00000000-0000-4000-8000-000000000000',
]

/** All of them; `cookieName`: of the session, for cookies that are forged. */
export function bypassRequests(cookieName: string): BypassRequest[] {
  const cookies = FORGED.map((value): [string, string][] => [
    ['cookie', `${cookieName}=${value}; ${cookieName}.0=${value}`],
  ])
  return TARGETS.flatMap((target): BypassRequest[] => [
    { method: 'GET', target, headers: [] },
    ...WRITINGS.map((write): BypassRequest => ({ method: 'GET', target: write(target), headers: [] })),
    ...[...HEADERS, ...cookies].map((headers): BypassRequest => ({ method: 'GET', target, headers })),
    ...METHODS.map((method): BypassRequest => ({ method, target, headers: [] })),
    {
      method: 'POST',
      target,
      headers: [
        ['next-action', '0123456789abcdef0123456789abcdef01234567'],
        ['content-type', 'text/plain;charset=UTF-8'],
      ],
      body: '[]',
    },
    { method: 'POST', target, headers: [['content-type', 'application/x-www-form-urlencoded']], body: '_method=GET' },
    {
      method: 'POST',
      target,
      headers: [['content-type', 'application/json']],
      body: '{"__proto__":{"roles":["admin"]}}',
    },
  ])
}
