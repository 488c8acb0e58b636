/** A console with a server that can fail in every way between it and a real authority, which is also asked directly. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Operation } from '@/lib/domain/operation'
import type { OperationDetail } from '@/lib/domain/wire/operations'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { forward } from '@/testing/faults/proxy-faults'
import { type ConsoleSession, openSession, untilShown } from './console-session'
import { AGENT_KEY, freePort, ORG_KEY, type Stage } from './stage'
import { enableAgain } from './stop-acts'
import { type Claims, operationClaims, pageClaims, stateClaims, type Truth } from './stop-claims'
import { plainPage } from './stop-form-press'

export const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02', 'crewai:prod:runner:03']
const CLEAN_WAIT_MS = 30_000

export type StopWorld = {
  url: string
  session: ConsoleSession
  faults: FaultServer
  authorityUrl: string
  /** What the authority says itself, and how many agents it has refused since `again`. */
  truth: () => Promise<Truth>
  /** An agent asks the authority, as it does before each unit of work. */
  ask: (deviceId: string) => Promise<void>
  /** Every screen that says something of the stop. */
  screens: (operationId: string) => Promise<Claims[]>
  heal: () => void
  /** Everything is allowed to work again, and every screen says so. */
  again: () => Promise<void>
  close: () => Promise<void>
}

type Listed = { devices: { deviceId: string; status: string }[] }

export async function stopWorld(stage: Stage, kind: 'disable' | 'revoke'): Promise<StopWorld> {
  const port = await freePort()
  await stage.authority(port)
  const authorityUrl = `http://127.0.0.1:${port}`
  const faults = await startFaultServer()
  const heal = () => {
    faults.reset()
    faults.always(forward(authorityUrl))
  }
  heal()
  const call = async <Answer>(method: 'GET' | 'POST', path: string, key: string, body?: object): Promise<Answer> => {
    const reply = await fetch(`${authorityUrl}/api/v1/${path}`, {
      method,
      headers: { 'x-org-key': key, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
    })
    return (await reply.json()) as Answer
  }
  for (const deviceId of DEVICES) await call('POST', 'devices/register', AGENT_KEY, { deviceId })
  const { url } = await stage.console(faults.url)
  const session = await openSession(url)
  await untilShown(session, 'status:active', DEVICES.length)
  const denied = new Set<string>()
  const state = () => session.get<OrgState>('/api/orgs/main/state')

  return {
    url,
    session,
    faults,
    authorityUrl,
    heal,
    async truth() {
      const { execution } = await call<{ execution?: string }>('GET', 'org/status', ORG_KEY)
      const { devices } = await call<Listed>('GET', 'devices/list', ORG_KEY)
      const stopped = execution === 'disabled' ? devices : devices.filter(({ status }) => status === 'revoked')
      const inForce = kind === 'revoke' ? stopped.length > 0 : stopped.length === devices.length
      return { inForce, stopped: stopped.length, denied: denied.size }
    },
    async ask(deviceId) {
      const { allowed } = await call<{ allowed?: boolean }>('POST', 'devices/validate', AGENT_KEY, { deviceId })
      if (allowed === false) denied.add(deviceId)
    },
    screens: (id) =>
      Promise.all([
        plainPage(url, '/stop', session.cookie).then((html) => pageClaims('/stop', html)),
        plainPage(url, `/stop/main?op=${id}`, session.cookie).then((html) => pageClaims('/stop/main?op=', html)),
        state().then((answer) => stateClaims('api state', answer)),
        session
          .get<OperationDetail>(`/api/orgs/main/operations/${id}`)
          .then(({ operation }) => operationClaims('api operation', operation)),
      ]),
    async again() {
      heal()
      const restore = { id: randomUUID(), kind: 'restore', target: { ids: DEVICES }, reason: 'bench' }
      if (kind === 'disable') await enableAgain(session)
      else await session.post<Operation>('/api/orgs/main/operations', restore, { prefer: 'wait=10' })
      denied.clear()
      const until = Date.now() + CLEAN_WAIT_MS
      for (;;) {
        const { reading, counts, execution, orgStop } = await state()
        if (
          reading.status === 'fresh' &&
          counts?.allowed === DEVICES.length &&
          !orgStop &&
          execution.state === 'enabled'
        )
          return
        if (Date.now() > until) throw new Error('the console never showed the org as running again')
        await delay(100)
      }
    },
    async close() {
      await session.close()
      await faults.close()
    },
  }
}
