/** The real programs behind the pictures of `/stop`: an authority with a server before it that can fail, a console, three people. */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import SQLite from 'better-sqlite3'
import { type Fleet, type FleetOptions, startFleet } from '@/lib/authority/simulator/start-fleet'
import { startAuthority } from '@/lib/authority/start-authority'
import type { Operation } from '@/lib/domain/operation'
import type { OperationDetail } from '@/lib/domain/wire/operations'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { forward } from '@/testing/faults/proxy-faults'
import { type ConsoleSession, openSession } from '../bench/console-session'
import { ADMIN, AGENT_KEY, ORG_KEY, type Stage } from '../bench/stage'

export const ANN = { email: 'ann@example.org', password: 'correct-horse-battery' }
export const VERA = { email: 'vera@example.org', password: 'correct-horse-battery' }
const OTHER_KEY = 'org_pictures_other_0123456789abcdef'
const OTHER_AGENT_KEY = 'org_agent_pictures_other_0123456789ab'
const WAIT_MS = 40_000
const CREW = 22

export type StopSet = {
  url: string
  /** Ann is the responder on call, Admin is another person. */
  ann: ConsoleSession
  admin: ConsoleSession
  faults: FaultServer
  authorityUrl: string
  /** A call to the authority itself, past the console. */
  authority: (path: string, body: object) => Promise<unknown>
  /** More agents, asking every second by default. */
  fleet: (options: Omit<FleetOptions, 'baseUrl' | 'key'>) => Fleet
  /** A stop of the whole org by that person; its id. */
  stop: (who: ConsoleSession) => Promise<string>
  /** Waits until the console says so of an operation, or of the org. */
  until: (id: string, is: (operation: Operation) => boolean) => Promise<void>
  untilOrg: (is: (state: OrgState) => boolean) => Promise<void>
  /** Nothing fails any more, the org is enabled and every screen shows it. */
  calm: () => Promise<void>
  /** A second org on an authority of its own, where Ann may stop as well. */
  addOrg: () => Promise<void>
  orgId: () => string
  /** Keeps the console's database from taking writes until it is let go. */
  lockStore: () => () => void
  close: () => Promise<void>
}

export type StopSetOptions = {
  /** Environment of the console besides what every stage gives it. */
  env?: Record<string, string>
  /** What this authority cannot, from before the console first asks. */
  lacks?: (faults: FaultServer) => void
}

/** Twenty-two agents work as it begins, and end when they are denied. */
export async function stopSet(stage: Stage, { env = {}, lacks = () => {} }: StopSetOptions): Promise<StopSet> {
  const faults = await startFaultServer()
  const own = await startAuthority({ dataDir: ':memory:', port: 0, orgKey: ORG_KEY, agentKey: AGENT_KEY })
  const closers: (() => Promise<unknown>)[] = [() => own.close(), () => faults.close()]
  const heal = () => {
    faults.reset()
    faults.always(forward(own.url))
    lacks(faults)
  }
  heal()
  const folder = join(stage.folder, randomUUID())
  const { url, env: consoleEnv } = await stage.console(own.url, {
    DATA_DIR: folder,
    MACHINEID_BASE_URL: 'embedded',
    MACHINEID_ORG_KEY: '',
    AUTHORITY_PORT: String(faults.port),
    AUTHORITY_ORG_KEY: ORG_KEY,
    AUTHORITY_AGENT_KEY: AGENT_KEY,
    SAMPLE_SECONDS: '1',
    ...env,
  })
  const manage = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['dist/admin.mjs', ...args], {
      env: { ...process.env, ...consoleEnv, NEW_PASSWORD: ANN.password },
    })
  const person = (email: string, name: string, org: string, role: string) =>
    manage('user', 'add', '--email', email, '--name', name, '--org', org, '--role', role)
  await person(ANN.email, 'Ann', 'main', 'responder')
  await person(VERA.email, 'Vera', 'main', 'viewer')
  const ann = await openSession(url, ANN)
  const admin = await openSession(url, ADMIN)
  closers.unshift(
    () => ann.close(),
    () => admin.close(),
  )
  const waitFor = async <Answer>(path: string, is: (answer: Answer) => boolean, who = admin): Promise<void> => {
    const until = Date.now() + WAIT_MS
    for (;;) {
      const answer = await who.get<Answer>(path)
      if (is(answer)) return
      if (Date.now() > until)
        throw new Error(`${path} never came to what the screenshot shows: ${JSON.stringify(answer)}`)
      await delay(100)
    }
  }
  const untilOrg: StopSet['untilOrg'] = (is) => waitFor<OrgState>('/api/orgs/main/state', is)
  const authority: StopSet['authority'] = async (path, body) => {
    const headers = { 'x-org-key': ORG_KEY, 'content-type': 'application/json' }
    await fetch(`${own.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  const start = (options: Omit<FleetOptions, 'baseUrl' | 'key'>): Fleet =>
    startFleet({ baseUrl: own.url, key: AGENT_KEY, intervalMs: 1_000, firstWithinMs: 300, ...options })
  const work = () => start({ count: CREW })
  let crew = work()
  closers.unshift(() => crew.stop())
  await untilOrg(({ counts }) => counts?.running === CREW)
  return {
    url,
    ann,
    admin,
    faults,
    authorityUrl: own.url,
    authority,
    untilOrg,
    fleet(options) {
      const fleet = start(options)
      closers.unshift(() => fleet.stop())
      return fleet
    },
    async stop(who) {
      const id = randomUUID()
      await who.post<Operation>('/api/orgs/main/operations', { id, kind: 'disable' }, { prefer: 'wait=2' })
      return id
    },
    until: (id, is) => waitFor<OperationDetail>(`/api/orgs/main/operations/${id}`, ({ operation }) => is(operation)),
    async calm() {
      heal()
      const body = { id: randomUUID(), kind: 'enable', reason: 'rehearsal over' }
      const { error } = await admin.post<Operation>('/api/orgs/main/operations', body, { prefer: 'wait=10' })
      if (error) throw new Error(`the org was not enabled again: ${error.message}`)
      await crew.stop()
      crew = work()
      await untilOrg(
        ({ execution, orgStop, reading, counts }) =>
          execution.state !== 'disabled' && !orgStop && reading.status === 'fresh' && (counts?.running ?? 0) >= CREW,
      )
      const { alarms } = await admin.get<OrgState>('/api/orgs/main/state')
      if (alarms.newestAt) await admin.post('/api/orgs/main/alarms/acknowledge', { until: alarms.newestAt })
    },
    async addOrg() {
      const other = await startAuthority({ dataDir: ':memory:', port: 0, orgKey: OTHER_KEY, agentKey: OTHER_AGENT_KEY })
      const agents = startFleet({
        baseUrl: other.url,
        key: OTHER_AGENT_KEY,
        count: 3,
        intervalMs: 1_000,
        respawn: true,
      })
      closers.unshift(
        () => agents.stop(),
        () => other.close(),
      )
      const keyFile = join(stage.folder, 'other.key')
      writeFileSync(keyFile, OTHER_KEY, { mode: 0o600 })
      await manage('org', 'add', '--slug', 'staging', '--base-url', other.url, '--key-file', keyFile)
      await person(ANN.email, 'Ann', 'staging', 'responder')
      // A running console picks it up within seconds.
      await waitFor<{ orgs: unknown[] }>('/api/orgs', ({ orgs }) => orgs.length === 2, ann)
      await waitFor<OrgState>('/api/orgs/staging/state', ({ counts }) => counts?.running === 3, ann)
    },
    orgId() {
      const database = new SQLite(join(folder, 'console.db'), { readonly: true })
      const row = database.prepare("select id from orgs where slug = 'main'").get() as { id: string }
      database.close()
      return row.id
    },
    lockStore() {
      const other = new SQLite(join(folder, 'console.db'))
      other.exec('begin immediate')
      return () => {
        other.exec('rollback')
        other.close()
      }
    },
    async close() {
      for (const close of closers) await close()
    },
  }
}
