/** `/stop` while the authority, the agents, the form or the database does not do what it should. */
import { setTimeout as delay } from 'node:timers/promises'
import { Secret } from '@/lib/domain/secret'
import { mintStopForm, STOP_FORM_MS } from '@/lib/server/stop/stop-form'
import { json, reset } from '@/testing/faults/faults'
import { applyThenLose } from '@/testing/faults/proxy-faults'
import { consoleEnv } from '../bench/stage'
import { at, confirmAt, type Shoot } from './stop-scenes'
import { ANN, type StopSet } from './stop-set'

const SLOW = ['crewai:prod:planner:01', 'crewai:prod:planner:02']
const GONE = 'crewai:prod:researcher:01'
const DEAF = 'crewai:prod:reviewer:01'
/** Longer than the slow ones take to ask twice. */
const SLOW_MS = 20_000
/** For so long the console believes what it found of its database. */
const WRITABLE_KNOWN_MS = 2_500

/** The authority does not do what it is asked. */
export async function faulty(set: StopSet, shoot: Shoot): Promise<void> {
  const { url, ann, faults } = set
  const pressUnder = async (name: string, path: string, fault: Parameters<typeof faults.on>[1]): Promise<string> => {
    faults.on(path, fault)
    const id = await set.stop(ann)
    await shoot(name, at(`${url}/stop/main?op=${id}`))
    return id
  }
  const queued = await pressUnder('queued', '/api/v1/org/disable', json({ status: 'error', error: 'busy' }, 503))
  await shoot('queued-overview', at(`${url}/stop`))
  await set.calm()
  await shoot('withdrawn', at(`${url}/stop/main?op=${queued}`))
  faults.on('/api/v1/org/status', reset())
  await pressUnder('not-known-yet', '/api/v1/org/disable', applyThenLose(set.authorityUrl))
  await set.calm()
  const no = { status: 'error', error: 'forbidden', message: 'This key may not disable the org.' }
  await pressUnder('refused', '/api/v1/org/disable', json(no, 403))
  await set.calm()
  faults.always(reset())
  await set.untilOrg(({ reading }) => reading.status === 'failing')
  await shoot('authority-unreachable', at(`${url}/stop`))
  await set.calm()
}

/** What a form that cannot be used answers: the fields are replaced on their way, as time would have made them. */
export async function staleForm(set: StopSet, shoot: Shoot): Promise<void> {
  const { url, ann } = set
  const secret = new Secret(consoleEnv(0, '', '').AUTH_SECRET as string)
  const { me } = await ann.get<{ me: { id: string } }>('/api/orgs')
  const form = mintStopForm(secret, { userId: me.id, orgId: set.orgId() }, Date.now() - STOP_FORM_MS - 60_000)
  const fields = { operation: form.operationId, issued: String(form.issuedAt), seal: form.seal }
  await shoot('stale-form', async (page) => {
    await page.route('**/stop/main', (route) =>
      route.continue(
        route.request().method() === 'POST' ? { postData: new URLSearchParams(fields).toString() } : undefined,
      ),
    )
    await confirmAt(`${url}/stop`)(page)
    await page.getByRole('button', { name: 'Stop now' }).click()
    await page.getByRole('alert').waitFor()
  })
}

/** Agents that ask at different rhythms, and one that is restored behind the console's back. */
export async function rhythms(set: StopSet, shoot: Shoot): Promise<void> {
  const { url, ann, admin } = set
  const slow = set.fleet({ deviceIds: SLOW, intervalMs: SLOW_MS, respawn: true })
  const gone = set.fleet({ deviceIds: [GONE] })
  set.fleet({ deviceIds: [DEAF], ignoreDenials: true })
  while (slow.agents.some(({ allowed }) => allowed < 2)) await delay(100)
  await gone.stop()
  await delay(4_000)
  const id = await set.stop(ann)
  await set.until(id, ({ stop }) => stop?.counts.waiting === SLOW.length + 1)
  await delay(3_000)
  await shoot('waiting', at(`${url}/stop/main?op=${id}`))
  await set.calm()
  const revoke = { id: crypto.randomUUID(), kind: 'revoke', target: { ids: ['crewai:prod:runner:03'] } }
  await admin.post('/api/orgs/main/operations', revoke, { prefer: 'wait=10' })
  await set.authority('devices/unrevoke', { deviceId: 'crewai:prod:runner:03' })
  await set.untilOrg(({ contradicted }) => contradicted > 0)
  await shoot('contradicted', at(`${url}/stop`))
  await shoot('contradicted-stop', at(`${url}/stop/main?op=${revoke.id}`))
}

/** The console's database takes no writes. */
export async function withoutStore(set: StopSet, shoot: Shoot, kept: string): Promise<void> {
  const { url, ann } = set
  const unlock = set.lockStore()
  try {
    await delay(WRITABLE_KNOWN_MS)
    if (kept === 'kept-in-file') {
      await shoot('kept-in-file-overview', at(`${url}/stop`))
      await shoot(
        'stop-only',
        async (page) => {
          await page.goto(`${url}/stop`)
          await page.getByLabel('E-mail').fill(ANN.email)
          await page.getByLabel('Password').fill(ANN.password)
          await page.getByRole('button', { name: 'Sign in' }).click()
          await page.waitForURL(`${url}/stop`)
        },
        null,
      )
    }
    const id = await set.stop(ann)
    await set.until(id, ({ stop }) => stop?.counts.waiting === 0)
    await shoot(kept, at(`${url}/stop/main?op=${id}`))
  } finally {
    unlock()
  }
}
