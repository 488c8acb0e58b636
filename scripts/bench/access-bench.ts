/**
 * Who gets in, over HTTP, against the built console. `access.matrix.mismatch`: every address × method × kind of person against the
 * table. `access.bypass.hits`: requests in odd shapes, of people who may see nothing of the org, that got a protected byte;
 * `access.bypass.faults`: those that were answered with a fault of the console that has no request id.
 */

import { readConfig } from '@/lib/server/config/config'
import { sessionCookie } from '@/lib/server/request/cookie-name'
import { openStore } from '@/lib/store/open/open-store'
import { bypassRequests, TARGETS } from '@/testing/access/bypass-requests'
import { cookieOf } from '@/testing/access/parties'
import { DEVICE } from '@/testing/access/rows'
import { send, tryBypass } from '@/testing/access/try-bypass'
import { tryMatrix } from '@/testing/access/try-matrix'
import type { Figure } from './authority-bench'
import { openSession, untilShown } from './console-session'
import { AGENT_KEY, freePort, type Stage, withStage } from './stage'

const CANARIES = ['canary-device-1', 'canary-device-2', 'canary-note']
const SHOWN_MAX = 12

type World = Parameters<typeof cookieOf>[0]

export const access = (): Promise<Figure[]> =>
  withStage(async (stage) => {
    const port = await freePort()
    await stage.authority(port)
    const { url, world, close } = await openWorld(stage, port)
    try {
      return [...(await bypass(url, world)), await matrix(url, world)]
    } finally {
      await close()
    }
  })

/** A console over a few devices with tell-tale names, a note, and a way to make people. */
async function openWorld(stage: Stage, authorityPort: number) {
  for (const deviceId of ['canary-device-1', 'canary-device-2', DEVICE])
    await fetch(`http://127.0.0.1:${authorityPort}/api/v1/devices/register`, {
      method: 'POST',
      headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId }),
    })
  const { url, env } = await stage.console(`http://127.0.0.1:${authorityPort}`)
  const session = await openSession(url)
  await untilShown(session, '', 3)
  const note = { selector: '*', owner: 'canary-note', purpose: '', halts: '', link: '' }
  await session.post('/api/orgs/main/notes', { id: crypto.randomUUID(), ...note })
  await session.post('/api/orgs/main/operations', {
    id: crypto.randomUUID(),
    kind: 'revoke',
    target: { ids: ['canary-device-2'] },
  })
  await session.close()
  const config = readConfig(env)
  const store = await openStore(config.database)
  const org = await store.db.selectFrom('orgs').select('id').where('slug', '=', 'main').executeTakeFirstOrThrow()
  const world: World = {
    db: store.db,
    orgId: org.id,
    cookieName: sessionCookie(config).name,
    authSecret: config.authSecret.reveal(),
  }
  return { url, world, close: () => store.close() }
}

async function bypass(url: string, world: World): Promise<Figure[]> {
  const port = Number(new URL(url).port)
  const seen = await seenByAdmin(port, await cookieOf(world, 'admin'))
  // The bytes that are looked for must be there for who may see them, or nothing could be found.
  if (seen < TARGETS.length / 3) throw new Error(`an admin finds the protected bytes at ${seen} addresses only`)
  const strangers = ['anonymous', 'removed', 'other-org'] as const
  const cookies: [string, string | undefined][] = []
  for (const party of strangers) cookies.push([party, await cookieOf(world, party)])
  const { requests, hits, bare } = await tryBypass(port, bypassRequests(world.cookieName), cookies, CANARIES)
  process.stderr.write(`${requests} requests in odd shapes; an admin finds the protected bytes at ${seen} addresses\n`)
  for (const line of [...hits, ...bare].slice(0, SHOWN_MAX)) process.stderr.write(`${line}\n`)
  return [figure('access.bypass.hits', hits.length, 'hits'), figure('access.bypass.faults', bare.length, 'faults')]
}

async function seenByAdmin(port: number, cookie: string | undefined): Promise<number> {
  let seen = 0
  for (const target of TARGETS) {
    const { text } = await send(port, { method: 'GET', target, headers: [] }, cookie)
    if (CANARIES.some((canary) => text.includes(canary) && !target.includes(canary))) seen += 1
  }
  return seen
}

async function matrix(url: string, world: World): Promise<Figure> {
  const { tried, mismatches } = await tryMatrix(world, async ({ method, path, body }, cookie) => {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: { origin: url, ...(cookie ? { cookie } : {}), ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body && JSON.stringify(body()),
    })
    await response.body?.cancel()
    return response.status
  })
  process.stderr.write(`${tried} tries\n`)
  for (const { row, party, status, expected } of mismatches.slice(0, SHOWN_MAX))
    process.stderr.write(`${row.method} ${row.path} as ${party}: ${status}, not ${expected}\n`)
  return figure('access.matrix.mismatch', mismatches.length, 'mismatches')
}

const figure = (name: string, value: number, unit: string): Figure => ({ name, value, unit, limit: 0, ok: value === 0 })
