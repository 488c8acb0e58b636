/** What a person sees of `/stop` while everything works: each state is brought about, then taken. */
import type { Page } from '@playwright/test'
import { openSession } from '../bench/console-session'
import { type StopSet, VERA } from './stop-set'

/** Takes one picture in each scheme. `show` brings a fresh page to what is to be seen. */
export type Shoot = (name: string, show: (page: Page) => Promise<unknown>, cookie?: string | null) => Promise<void>

export const at = (url: string) => (page: Page) => page.goto(url)

export const confirmAt =
  (url: string, name: 'Stop main' | 'Stop both orgs' = 'Stop main') =>
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
export async function calmly(set: StopSet, shoot: Shoot): Promise<void> {
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
export async function onePart(set: StopSet, shoot: Shoot): Promise<void> {
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

/** The two kinds of stop: this authority has none for a whole org. */
export async function withoutOrgStop(set: StopSet, shoot: Shoot): Promise<void> {
  const { url, ann } = set
  await set.untilOrg(({ capabilities }) => capabilities.orgDisable === 'no')
  await shoot('no-org-stop', at(`${url}/stop`))
  await shoot('no-org-stop-confirm', confirmAt(`${url}/stop`))
  const id = await set.stop(ann)
  await set.until(id, ({ stop, state }) => state === 'finished' && stop?.counts.waiting === 0)
  await shoot('no-org-stop-in-force', at(`${url}/stop/main?op=${id}`))
  await shoot('no-org-stop-in-force-overview', at(`${url}/stop`))
}

export async function severalOrgs(set: StopSet, shoot: Shoot): Promise<void> {
  const { url } = set
  await set.addOrg()
  await shoot('several', at(`${url}/stop`))
  await shoot('several-confirm', confirmAt(`${url}/stop`, 'Stop both orgs'))
  let results = ''
  await shoot('several-result', async (page) => {
    if (results) return page.goto(results)
    await confirmAt(`${url}/stop`, 'Stop both orgs')(page)
    await page.getByRole('button', { name: 'Stop now' }).click()
    await page.waitForURL(/\/stop\?op=/)
    results = page.url()
  })
}
