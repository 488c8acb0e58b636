/** A console, its authority and its agents for the gallery, as real programs; a server before the authority takes it away. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startAuthority } from '@/lib/authority/start-authority'
import type { Operation } from '@/lib/domain/operation'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { startFaultServer } from '@/testing/faults/fault-server'
import { json, reset } from '@/testing/faults/faults'
import { forward } from '@/testing/faults/proxy-faults'
import { type ConsoleSession, openSession } from '../../bench/console-session'
import { AGENT_KEY, consoleEnv, freePort, ORG_KEY, type Stage } from '../../bench/stage'
import { DEV_PASSWORD, DEV_PEOPLE } from '../../dev/dev-settings.mjs'
import { registerMore } from './register-more'

const WAIT_MS = 60_000
/** Makes more orgs at the authority. */
const ADMIN_KEY = 'org_admin_gallery_0123456789abcdefghijk'
/** More than these do not ask: they are registered, and nothing else is known of them. */
const ASKING_MAX = 5_000
/** Of the cap so much is used. */
const CAP_PER_DEVICE = 1.2

export type GalleryWorld = {
  url: string
  folder: string
  admin: ConsoleSession
  /** A session of the viewer. */
  viewer: ConsoleSession | undefined
  /** The authority answers again, answers nothing, or takes the key no longer; waits until the console knows. */
  authority: (is: 'there' | 'away' | 'rejecting the key') => Promise<void>
  /** A call to the authority itself, past the console. */
  call: (path: string, body: object) => Promise<unknown>
  /** An act of the admin, sent as the page sends it. */
  act: (body: object) => Promise<Operation>
  untilOrg: (is: (state: OrgState) => boolean) => Promise<void>
  close: () => Promise<void>
}

/** @param devices 0: nothing was ever registered, and the admin is the only person. */
export async function openGalleryWorld(stage: Stage, devices: number): Promise<GalleryWorld> {
  const folder = join(stage.folder, randomUUID())
  const faults = await startFaultServer()
  const agents = Math.min(devices, ASKING_MAX)
  const askEveryMs = Math.max(500, agents * 3)
  const settings = {
    DATA_DIR: folder,
    MACHINEID_BASE_URL: 'embedded',
    MACHINEID_ORG_KEY: '',
    AUTHORITY_HOST: '127.0.0.1',
    AUTHORITY_PORT: String(faults.port),
    AUTHORITY_DEVICE_LIMIT: String(Math.max(10, Math.round(devices * CAP_PER_DEVICE))),
    AUTHORITY_ORG_KEY: ORG_KEY,
    AUTHORITY_AGENT_KEY: AGENT_KEY,
    AUTHORITY_ADMIN_KEY: ADMIN_KEY,
    ADMIN_PASSWORD: DEV_PASSWORD,
  }
  if (agents > 0) {
    const seeds = ['dist/seed.mjs', '--agents', String(agents), '--ask-every', String(askEveryMs)]
    const port = await freePort()
    const env = {
      ...process.env,
      ...consoleEnv(await freePort(), '', folder),
      ...settings,
      AUTHORITY_PORT: String(port),
    }
    await promisify(execFile)(process.execPath, seeds, { env })
  }
  const authority = await startAuthority({
    dataDir: folder,
    port: 0,
    orgKey: ORG_KEY,
    agentKey: AGENT_KEY,
    adminKey: ADMIN_KEY,
    deviceLimit: Number(settings.AUTHORITY_DEVICE_LIMIT),
  })
  await registerMore(authority.url, devices - agents)
  faults.always(forward(authority.url))
  const { url } = await stage.console(authority.url, settings)
  if (agents > 0)
    stage.fleet(authority.url, ['--count', String(agents), '--interval', `${Math.max(2, agents / 200)}s`, '--respawn'])
  const signIn = (role: 'admin' | 'viewer') =>
    openSession(url, { email: DEV_PEOPLE[role].email, password: DEV_PASSWORD })
  const admin = await signIn('admin')
  const viewer = agents > 0 ? await signIn('viewer') : undefined
  const untilOrg: GalleryWorld['untilOrg'] = async (is) => {
    const until = Date.now() + WAIT_MS
    for (;;) {
      const state = await admin.get<OrgState>('/api/orgs/main/state')
      if (is(state)) return
      if (Date.now() > until) throw new Error(`The org never came to what is to be seen: ${JSON.stringify(state)}`)
      await delay(200)
    }
  }
  await untilOrg(({ reading, counts }) => reading.status === 'fresh' && (counts?.running ?? 0) >= agents * 0.7)
  return {
    url,
    folder,
    admin,
    viewer,
    untilOrg,
    async authority(is) {
      faults.reset()
      if (is === 'there') faults.always(forward(authority.url))
      if (is === 'away') faults.always(reset())
      if (is === 'rejecting the key') faults.always(json({ status: 'error', error: 'invalid_org_key' }, 401))
      const status = { there: 'fresh', away: 'failing', 'rejecting the key': 'key-rejected' }[is]
      await untilOrg(({ reading }) => reading.status === status)
    },
    async call(path, body) {
      const headers = { 'x-org-key': ORG_KEY, 'content-type': 'application/json' }
      await fetch(`${authority.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    },
    act: (body) => admin.post('/api/orgs/main/operations', { id: randomUUID(), ...body }, { prefer: 'wait=10' }),
    async close() {
      await admin.close()
      await viewer?.close()
      await authority.close()
      await faults.close()
    },
  }
}
