/** Requests that make no sense, or lie, as they go over the wire: to be sent over a bare socket, because no client would. */

/** `answered`: what must come of it. `refused`: a 4xx; `safe`: anything below 500. */
export type OddRequest = { kind: string; raw: string; answered: 'refused' | 'safe' }

export const EVIL = 'evil.example'
const FORM = 'application/x-www-form-urlencoded'

/** All of them, for a server that answers as `host`. @param host `name:port` */
export function oddRequests(host: string): OddRequest[] {
  const H = `Host: ${host}\r\nConnection: close\r\n`
  const get = (target: string, headers = '', method = 'GET') => `${method} ${target} HTTP/1.1\r\n${H}${headers}\r\n`
  const post = (target: string, body: string, headers = '') =>
    `POST ${target} HTTP/1.1\r\n${H}${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  const typed = (type: string) => `Content-Type: ${type}\r\n`
  const refused = (kind: string, raw: string): OddRequest => ({ kind, raw, answered: 'refused' })
  const safe = (kind: string, raw: string): OddRequest => ({ kind, raw, answered: 'safe' })
  const chunked = (target: string, body: string, type = 'application/json') =>
    `POST ${target} HTTP/1.1\r\n${H}${typed(type)}Transfer-Encoding: chunked\r\n\r\n${body}`

  const methods = ['TRACE', 'OPTIONS', 'PROPFIND', 'BREW', 'DELETE', 'PATCH', 'LINK', 'PURGE', 'SEARCH'].map((method) =>
    refused(`method ${method}`, get('/', '', method)),
  )
  const paths = [
    '//',
    `//${EVIL}/`,
    `/\\${EVIL}/`,
    '/a//b',
    `/.//${EVIL}/`,
    `/%2f%2f${EVIL}/`,
    `/%5c${EVIL}/`,
    '/%',
    '/%zz',
    '/%e0%a4',
    '/..%2f..%2fetc/passwd',
    '/../../etc/passwd',
    '/%2e%2e/devices',
    '/_next/static/..%2f..%2fserver/app-paths-manifest.json',
    '/_next/static/%E0%A4',
    '/icons/%',
    '/%00',
    '/_next/static/%00',
    '/sign-in/%0d%0aSet-Cookie:x',
    '/#fragment',
    '*',
    'stop',
    '/a\0b',
    '/a\tb',
    '/\u00e9',
    `/${'a'.repeat(12_000)}`,
    `/${'a/'.repeat(5_000)}`,
    `/${'a'.repeat(40_000)}`,
    `/stop/${'x'.repeat(5_000)}`,
    '/_next/data/x/y.json',
    `/_next/image?url=http%3A%2F%2F${EVIL}&w=64&q=75`,
    '/_next/webpack-hmr',
    '/_global-error',
    '/_not-found',
    '/_error',
    `http://${EVIL}/`,
    `http://${EVIL}/stop`,
    `http://${EVIL}/sign-in?to=/x`,
    `https://${EVIL}/main`,
    `ftp://${EVIL}/`,
    `http://u:p@${EVIL}/stop`,
    `http://${host}@${EVIL}/stop`,
    `http://${host}.${EVIL}/stop`,
  ].map((target) => refused(`target ${JSON.stringify(target.slice(0, 60))}`, get(target)))
  const queries = [
    '?__nextLocale=xx',
    '?__nextDataReq=1',
    '?%',
    '?to=%&error=%zz',
    `?to=//${EVIL}`,
    `?${'a=b&'.repeat(3_500)}`,
  ].flatMap((query) => [
    safe(`query ${query.slice(0, 30)}`, get(`/${query}`)),
    safe(`query of sign-in ${query.slice(0, 30)}`, get(`/sign-in${query}`)),
  ])
  const lies = [
    'X-Middleware-Subrequest: proxy:proxy:proxy:proxy:proxy',
    `X-Middleware-Rewrite: http://${EVIL}/`,
    'X-Middleware-Next: 1\r\nX-Middleware-Override-Headers: cookie',
    'X-Invoke-Path: /x\r\nX-Invoke-Status: 500\r\nX-Invoke-Error: {"message":"x"}\r\nX-Invoke-Output: /500',
    'X-Matched-Path: /%\r\nX-Now-Route-Matches: 1=%',
    'X-Nextjs-Data: 1',
    'X-Prerender-Revalidate: x',
    'X-Nextjs-Html-Request-Id: <x>\r\nX-Nextjs-Request-Id: <x>',
    'RSC: 1\r\nNext-Router-Prefetch: 1\r\nNext-Router-Segment-Prefetch: /../x',
    `RSC: 1\r\nNext-Url: //${EVIL}`,
    'Next-Action: x',
    `X-Forwarded-Host: ${EVIL}`,
    `X-Forwarded-Host: ${EVIL}\r\nX-Forwarded-Proto: https`,
    `X-Forwarded-Proto: ://${EVIL}/`,
    'X-Forwarded-Host: <x>:\r\nX-Forwarded-Proto: javascript\r\nX-Forwarded-Port: 0',
    `Forwarded: host=${EVIL}`,
    `Origin: https://${EVIL}\r\nReferer: https://${EVIL}/`,
    'Cookie: theme=%zz; zone=%; =x; ;;;',
    'Cookie: __prerender_bypass=x; __next_preview_data=y',
    `Cookie: ${'a=b; '.repeat(2_500)}`,
    'Range: bytes=9-1',
    'Range: bytes=999999-',
    `Range: bytes=0-0,${'3-3,'.repeat(1_000)}4-4`,
    'If-Modified-Since: garbage\r\nIf-None-Match: "',
    'Upgrade: websocket\r\nSec-WebSocket-Key: x',
    'Upgrade: h2c',
    'Accept: garbage/;;q=x\r\nAccept-Language: ;;\r\nAccept-Encoding: zz;q=9',
    'Authorization: Bearer \u00e9',
    'Content-Type: ;;;',
  ].flatMap((headers) =>
    ['/', '/sign-in', '/stop', '/icons/icon.svg', '/api/orgs', '/main/devices'].map((target) =>
      safe(`${headers.slice(0, 50).replace(/\r\n/g, ' ')} to ${target}`, get(target, `${headers}\r\n`)),
    ),
  )
  const heads = [
    refused('state tree that is no JSON', get('/', 'RSC: 1\r\nNext-Router-State-Tree: garbage\r\n')),
    refused('state tree that is another JSON', get('/', 'RSC: 1\r\nNext-Router-State-Tree: %5B1%2C2%5D\r\n')),
    refused('state tree that is broken', get('/main', 'RSC: 1\r\nNext-Router-State-Tree: %zz\r\n')),
    refused('state tree without end', get('/main', `RSC: 1\r\nNext-Router-State-Tree: ${'['.repeat(3_000)}\r\n`)),
    refused('expectation', post('/stop', 'x', 'Expect: 200-ok\r\n')),
    refused('cookie that is too long', get('/', `Cookie: ${'a'.repeat(20_000)}\r\n`)),
    refused('too many headers', get('/', Array.from({ length: 3_000 }, (_, index) => `a${index}: b\r\n`).join(''))),
    refused('control character in a header', get('/', 'X: a\x01b\r\n')),
    refused('folded header', get('/', 'X: a\r\n b\r\n')),
    refused('space before a colon', get('/', 'X : a\r\n')),
    refused('no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'),
    refused('empty host', 'GET /stop HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'),
    refused('two hosts', `GET / HTTP/1.1\r\nHost: a\r\nHost: ${EVIL}\r\nConnection: close\r\n\r\n`),
    refused('host with a tag', 'GET / HTTP/1.1\r\nHost: ev il<script>\r\nConnection: close\r\n\r\n'),
    refused('host with a path', `GET /sign-in HTTP/1.1\r\nHost: ${EVIL}/x?y\r\nConnection: close\r\n\r\n`),
    refused('host with a user', `GET /stop HTTP/1.1\r\nHost: a@${EVIL}\r\nConnection: close\r\n\r\n`),
    ...['/', '/sign-in', '/sign-in/', '/stop', '/main', '/nothing/here/'].map((target) =>
      safe(`foreign host to ${target}`, `GET ${target} HTTP/1.1\r\nHost: ${EVIL}\r\nConnection: close\r\n\r\n`),
    ),
    safe('absolute target that is ours', get(`http://${host}/stop`)),
    safe('HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'),
    refused('HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    refused('HTTP/3.7', 'GET / HTTP/3.7\r\n\r\n'),
    refused('TLS', '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03'),
    refused('garbage', 'garbage\r\n\r\n'),
    refused('tunnel', `CONNECT ${EVIL}:443 HTTP/1.1\r\nHost: ${EVIL}\r\n\r\n`),
  ]
  const bodies = [
    refused('length that is no number', `POST /stop HTTP/1.1\r\n${H}Content-Length: x\r\n\r\n`),
    refused('negative length', `POST /stop HTTP/1.1\r\n${H}Content-Length: -5\r\n\r\n`),
    refused('two lengths', `POST /stop HTTP/1.1\r\n${H}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`),
    refused(
      'length and chunks',
      `POST /stop HTTP/1.1\r\n${H}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ),
    refused('length that is too long', `POST /stop HTTP/1.1\r\n${H}${typed(FORM)}Content-Length: 99999999\r\n\r\n`),
    refused('chunks that are none', chunked('/api/session/end', 'zz\r\n{}\r\n')),
    refused('other transfer encoding', `POST / HTTP/1.1\r\n${H}Transfer-Encoding: gzip\r\n\r\n`),
    refused('chunks that are too long', chunked('/api/session/end', `200000\r\n${'x'.repeat(0x200000)}\r\n0\r\n\r\n`)),
    refused('form that is too long', chunked('/stop/main', `200000\r\n${'x'.repeat(0x200000)}\r\n0\r\n\r\n`, FORM)),
    refused('body to a page', post('/main/devices', 'x')),
    refused('body to a file', post('/icons/icon.svg', 'x')),
    refused('body to a built file', post('/_next/static/x.js', 'x')),
    refused('action', post('/sign-in', '[]', `Next-Action: garbage\r\n${typed('text/plain')}`)),
    refused(
      'action that might be',
      post('/', '[]', `Next-Action: 40${'a'.repeat(40)}\r\n${typed('text/plain;charset=UTF-8')}`),
    ),
    ...[
      '/',
      '/nothing',
      '/api/nothing',
      '/stop/a/b/c',
      '/api/auth/callback/credentials',
      '/api/orgs/main/operations',
    ].flatMap((target) => [
      refused(`multipart to ${target}`, post(target, 'garbage', typed('multipart/form-data; boundary=xx'))),
      refused(`multipart without boundary to ${target}`, post(target, 'garbage', typed('multipart/form-data'))),
      refused(
        `action form to ${target}`,
        post(
          target,
          '--xx\r\nContent-Disposition: form-data; name="$ACTION_ID_00"\r\n\r\n\r\n--xx--\r\n',
          typed('multipart/form-data; boundary=xx'),
        ),
      ),
    ]),
    refused('resumed page', post('/', 'x', 'Next-Resume: 1\r\n')),
    refused('text as JSON', post('/api/orgs/main/operations', 'x', typed('text/plain'))),
    refused(
      'half a JSON',
      post('/api/session/confirm', '{', `${typed('application/json')}Sec-Fetch-Site: same-origin\r\n`),
    ),
    refused('no type', post('/api/session/end', '{}')),
    refused('charset that is none', post('/api/session/end', '{}', typed('application/json;charset=utf-99'))),
    refused(
      'zipped garbage',
      post('/api/session/end', 'garbage', `Content-Encoding: gzip\r\n${typed('application/json')}`),
    ),
    safe('stop form that is none', post('/stop/main', 'a=b', typed(FORM))),
    safe('reason that is too long', post('/stop/main/reason', `operation=x&reason=${'r'.repeat(60_000)}`, typed(FORM))),
  ]
  const auth = [
    refused('_log', post('/api/auth/_log', '{"level":"error","code":"x"}', typed('application/json'))),
    ...[
      'error?error=x',
      'signin',
      'providers',
      'session',
      'csrf',
      'verify-request',
      'nothing',
      'callback/credentials',
      'a/b/c/d',
      '__proto__',
    ].map((action) => refused(`auth ${action}`, get(`/api/auth/${action}`))),
    refused('auth', get('/api/auth')),
    refused('other provider', post('/api/auth/callback/nothing', 'x', typed(FORM))),
    refused('sign-in as half a JSON', post('/api/auth/callback/credentials', '{', typed('application/json'))),
    refused('session that is put', get('/api/auth/session', '', 'PUT')),
    safe('sign-in without a token', post('/api/auth/callback/credentials', 'a=b&csrfToken=x', typed(FORM))),
    safe(
      'sign-in that names another place',
      post(`/api/auth/callback/credentials?callbackUrl=http://${EVIL}`, `callbackUrl=http://${EVIL}`, typed(FORM)),
    ),
    safe('sign-out without a token', post('/api/auth/signout', 'a=b', typed(FORM))),
  ]
  return [...methods, ...paths, ...queries, ...lies, ...heads, ...bodies, ...auth]
}
