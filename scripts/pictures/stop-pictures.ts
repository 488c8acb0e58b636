/**
 * `node scripts/run.mjs stop-pictures`: makes the pictures of `docs/stop` from the running app: `/stop` on a phone in every state
 * that it can be in, light and dark, each brought about for real. Begins of names as arguments make only those pictures.
 */
import { mkdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { Secret } from '@/lib/domain/secret'
import { mintStopForm, STOP_FORM_MS } from '@/lib/server/stop/stop-form'
import { json, reset } from '@/testing/faults/faults'
import { applyThenLose } from '@/testing/faults/proxy-faults'
import { openSession } from '../bench/console-session'
import { consoleEnv, withStage } from '../bench/stage'
import { makePictures, openPage, PHONE, withBrowser } from './camera'
import { ANN, type StopSet, type StopSetOptions, stopSet, VERA } from './stop-set'

const FOLDER = 'docs/stop'
const SCHEMES = ['light', 'dark'] as const
const SLOW = ['crewai:prod:planner:01', 'crewai:prod:planner:02']
const GONE = 'crewai:prod:researcher:01'
const DEAF = 'crewai:prod:reviewer:01'
/** Longer than the slow ones take to ask twice. */
const SLOW_MS = 20_000
/** For so long the console believes what it found of its database. */
const WRITABLE_KNOWN_MS = 2_500

const wanted = process.argv.slice(2)

/** Takes one picture in each scheme. `show` brings a fresh page to what is to be seen. */
type Shoot = (name: string, show: (page: Page) => Promise<unknown>, cookie?: string | null) => Promise<void>

const cameraFor =
  (browser: Browser, { url, ann }: StopSet): Shoot =>
  async (name, show, cookie = ann.cookie) => {
    if (wanted.length > 0 && !wanted.some((start) => name.startsWith(start))) return
    for (const colorScheme of SCHEMES) {
      const page = await openPage(browser, url, cookie ?? undefined, {
        ...PHONE,
        colorScheme,
        javaScriptEnabled: false,
      })
      await show(page)
      // A confirm that lies over the page is as tall as the screen, and the page below it is not part of it.
      const fullPage = (await page.locator(':popover-open').count()) === 0
      await page.screenshot({ path: `${FOLDER}/${name}-${colorScheme}.png`, fullPage })
      await page.context().close()
    }
    console.log(name)
  }

const at = (url: string) => (page: Page) => page.goto(url)

const confirmAt =
  (url: string, name: 'Stop main' | 'Stop everything' = 'Stop main') =>
  async (page: Page) => {
    await page.goto(url)
    await page.getByRole('button', { name }).click()
  }

/** The largest role of the org, up to the confirm. */
const choosePart = (url: string) => async (page: Page) => {
  await page.goto(url)
  await page.getByRole('form', { name: 'Roles' }).getByRole('button').first().click()
}

/** The usual: what a person sees from opening it to the end. */
async function calmly(set: StopSet, shoot: Shoot): Promise<void> {
  const { url, ann, admin } = set
  await shoot('signed-out', at(`${url}/stop`), null)
  await shoot('at-rest', at(`${url}/stop`))
  await shoot('confirm', confirmAt(`${url}/stop`))
  await shoot('part-confirm', choosePart(`${url}/stop`))
  await shoot('part-fault', async (page) => {
    await page.goto(`${url}/stop/main/part`)
    await page.getByLabel('Another value, or a selector').fill('env:"prod')
    await page.getByRole('button', { name: 'Choose…' }).click()
  })
  const vera = await openSession(url, VERA)
  await shoot('viewer', at(`${url}/stop`), vera.cookie)
  await vera.close()
  const own = await set.stop(ann)
  const result = `${url}/stop/main?op=${own}`
  await set.until(own, ({ stop, total }) => stop?.counts.waiting === 0 && stop.counts.confirmed > total)
  await shoot('all-denied', at(result))
  await ann.post(`/api/orgs/main/operations/${own}/reason`, { reason: 'runaway spending in crewai:prod' })
  await shoot('reason-form', at(`${result}&reason=runaway spending in crewai:prod`))
  await shoot('reason-added', at(result))
  await set.calm()
  await shoot('lifted', at(result))
  const others = await set.stop(admin)
  await set.until(others, ({ stop }) => stop?.counts.waiting === 0)
  await shoot('stopped-by-another', at(`${url}/stop`))
  await set.authority('org/enable', {})
  await set.until(others, ({ stop }) => stop?.status === 'lifted-elsewhere')
  await shoot('lifted-elsewhere', at(`${url}/stop`))
  await set.calm()
}

/** One role stopped by itself. */
async function onePart(set: StopSet, shoot: Shoot): Promise<void> {
  const { url } = set
  let result = ''
  await shoot('part-in-force', async (page) => {
    if (result) return page.goto(result)
    await choosePart(`${url}/stop`)(page)
    await page.getByRole('button', { name: /^Revoke/ }).click()
    await page.waitForURL(/\?op=/)
    result = page.url()
    await page.getByRole('heading', { name: /denied$/ }).waitFor()
  })
}

/** The authority does not do what it is asked. */
async function faulty(set: StopSet, shoot: Shoot): Promise<void> {
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

/** The two kinds of stop: this authority has none for a whole org. */
async function withoutOrgStop(set: StopSet, shoot: Shoot): Promise<void> {
  const { url, ann } = set
  await set.untilOrg(({ capabilities }) => capabilities.orgDisable === 'no')
  await shoot('no-org-stop', at(`${url}/stop`))
  await shoot('no-org-stop-confirm', confirmAt(`${url}/stop`))
  const id = await set.stop(ann)
  await set.until(id, ({ stop, state }) => state === 'finished' && stop?.counts.waiting === 0)
  await shoot('no-org-stop-in-force', at(`${url}/stop/main?op=${id}`))
  await shoot('no-org-stop-in-force-overview', at(`${url}/stop`))
}

/** What a form that cannot be used answers: the fields are replaced on their way, as time would have made them. */
async function staleForm(set: StopSet, shoot: Shoot): Promise<void> {
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
async function rhythms(set: StopSet, shoot: Shoot): Promise<void> {
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

async function severalOrgs(set: StopSet, shoot: Shoot): Promise<void> {
  const { url } = set
  await set.addOrg()
  await shoot('several', at(`${url}/stop`))
  await shoot('several-confirm', confirmAt(`${url}/stop`, 'Stop everything'))
  let results = ''
  await shoot('several-result', async (page) => {
    if (results) return page.goto(results)
    await confirmAt(`${url}/stop`, 'Stop everything')(page)
    await page.getByRole('button', { name: 'Stop now' }).click()
    await page.waitForURL(/\/stop\?op=/)
    results = page.url()
  })
}

/** The console's database takes no writes. */
async function withoutStore(set: StopSet, shoot: Shoot, kept: string): Promise<void> {
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

await makePictures(() =>
  withBrowser((browser) =>
    withStage(async (stage) => {
      mkdirSync(FOLDER, { recursive: true })
      const play = async (options: StopSetOptions, acts: (set: StopSet, shoot: Shoot) => Promise<void>) => {
        const set = await stopSet(stage, options)
        await acts(set, cameraFor(browser, set)).finally(() => set.close())
      }
      await play({}, async (set, shoot) => {
        await calmly(set, shoot)
        await faulty(set, shoot)
        await staleForm(set, shoot)
        await withoutStore(set, shoot, 'kept-in-file')
        // A resume is for stops that the store has.
        await set.untilOrg(({ orgStop }) => orgStop !== null && orgStop.recorded === undefined)
        await set.calm()
        await rhythms(set, shoot)
        await severalOrgs(set, shoot)
      })
      const lacks: StopSetOptions['lacks'] = (faults) =>
        faults.on('/api/v1/org/', json({ status: 'error', error: 'not_found' }, 404))
      await play({ lacks }, withoutOrgStop)
      await play({}, onePart)
      await play({ env: { STOP_SINK: stage.folder } }, (set, shoot) => withoutStore(set, shoot, 'not-recorded'))
    }),
  ),
)
