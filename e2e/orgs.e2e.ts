/** A new admin adds two orgs by the pages alone, on a laptop and on a phone, moves between them, stops all, and removes one. */
import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { goTo } from './go-to'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const OTHER_KEY = 'org_e2e_elsewhere_0123456789abcdefghij'
const OTHER_AGENT_KEY = 'org_agent_e2e_elsewhere_0123456789abcd'
/** As long as a name may be, and from right to left. */
const LONG = 'שם ארוך '.repeat(10).trim()
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true }

let running: RunningConsole
let elsewhere: RunningAuthority
const fleets: Fleet[] = []

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  running = await startConsole({ adminKey: 'org_admin_e2e_0123456789abcdefghijklmnopqrs' })
  elsewhere = await startAuthority({ dataDir: ':memory:', port: 0, orgKey: OTHER_KEY, agentKey: OTHER_AGENT_KEY })
  fleets.push(startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: 2, intervalMs: 500 }))
})
test.afterAll(async () => {
  await Promise.all(fleets.map((fleet) => fleet.stop()))
  await running.stop()
  await elsewhere.close()
})
test.afterAll(({ browser }) => closePages(browser))

const working = () => fleets.flatMap(({ agents }) => agents).filter(({ state }) => state === 'working').length
const orgs = (page: Page) => page.getByRole('list', { name: 'Orgs' }).getByRole('listitem')
const devices = (page: Page) => page.getByRole('grid', { name: 'Devices' }).getByRole('row', { name: /^Select crewai/ })
const switcher = (page: Page) => page.getByRole('combobox', { name: 'Org' })

/** From the page of an org to the form, as a person finds it. */
async function openForm(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'All orgs' }).click()
  await page.getByRole('link', { name: 'Add an org' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Add an org' })).toBeVisible()
}

test('an org of the embedded authority: its agent key is shown once, and agents work with it', async ({ page }) => {
  await signIn(page, running.url, '/main')
  await openForm(page)
  await page.getByLabel('Name').fill('Product Alpha')
  await expect(page.getByLabel('Address in this console')).toHaveValue('product-alpha')
  await page.getByLabel('Cap').fill('50')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add the org' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Product Alpha is added' })).toBeVisible()
  const lines = (await page.locator('code').first().textContent()) ?? ''
  const [, key = ''] = /^MACHINEID_ORG_KEY=(\S+)$/m.exec(lines) ?? []
  // An agent that has the key alone would ask machineid.io.
  expect(lines).toContain(`MACHINEID_BASE_URL=${running.authority.url}\n`)
  // The same ids as in the first org.
  fleets.push(startFleet({ baseUrl: running.authority.url, key, count: 3, intervalMs: 500 }))
  await page.getByRole('link', { name: 'Open Product Alpha' }).click()
  await expect(page).toHaveURL(`${running.url}/product-alpha`)
  // One name wherever it is stopped: here as on the stop page.
  await expect(page).toHaveTitle(/ · Product Alpha · /)
  await page.getByRole('button', { name: 'Stop Product Alpha' }).click()
  const question = page.getByRole('alertdialog', { name: /of Product Alpha\?$/ })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await goTo(page, `${running.url}/product-alpha/devices`)
  await expect(devices(page)).toHaveCount(3)
  expect(await page.content()).not.toContain(key)
  await switcher(page).selectOption('main')
  await expect(page).toHaveURL(`${running.url}/main/devices`)
  await expect(devices(page)).toHaveCount(2)
})

test.describe('on a phone', () => {
  test.use(PHONE)

  test('an org of another authority: a wrong key keeps nothing, the right one adds it', async ({ page }) => {
    await signIn(page, running.url, '/main')
    await openForm(page)
    await page.getByLabel('Name').fill('ש'.repeat(81))
    await expect(page.getByText('The name must have 1 to 80 characters')).toBeVisible()
    await expect(page.getByText('Choose one: it must have 1 to 40 lower-case letters')).toBeVisible()
    await page.getByLabel('Name').fill('Beta')
    await page.getByRole('radio', { name: 'Another address' }).check()
    await page.getByLabel('Address of the authority').fill(elsewhere.url)
    await page.getByLabel('Org key').fill('org_wrong_0123456789abcdefghijklmnop')
    await page.getByRole('button', { name: 'Add the org' }).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
    await expectAccessible(page)
    const list = (await (await page.request.get(`${running.url}/api/orgs`)).json()) as { orgs: { slug: string }[] }
    expect(list.orgs.map(({ slug }) => slug).sort()).toEqual(['main', 'product-alpha'])
    await page.getByLabel('Org key').fill(OTHER_KEY)
    await page.getByRole('button', { name: 'Add the org' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Beta is added' })).toBeVisible()
    fleets.push(startFleet({ baseUrl: elsewhere.url, key: OTHER_AGENT_KEY, count: 4, intervalMs: 500 }))
    await goTo(page, `${running.url}/orgs`)
    await expect(orgs(page)).toHaveCount(3)
    await expectAccessible(page)
  })

  test('two taps stop all of them, each with its own outcome', async ({ page }) => {
    await expect.poll(working).toBe(9)
    await signIn(page, running.url, '/stop')
    await page.getByRole('button', { name: 'Stop all 3 orgs' }).click()
    const confirm = page.locator('[popover]:popover-open')
    await expect(confirm.getByRole('listitem')).toHaveCount(3)
    await confirm.getByRole('button', { name: 'Stop now' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Stop in force in all 3')
    for (const [name, count] of [
      ['main', 2],
      ['Product Alpha', 3],
      ['Beta', 4],
    ] as const)
      await expect(page.getByRole('region', { name, exact: true })).toContainText(`All ${count} denied`)
    expect(working()).toBe(0)
  })
})

test('one of them is removed by its typed name; its record and its stop stay, the others are as before', async ({
  page,
}) => {
  await signIn(page, running.url, '/beta/settings')
  await page.getByRole('button', { name: 'Remove Beta…' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Remove beta from this console?' })
  await dialog.getByLabel('Reason').fill('moved to another console')
  await dialog.getByLabel(/^Type/).fill('beta')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Remove beta' }).click()
  await expect(page).toHaveURL(`${running.url}/orgs`)
  await expect(orgs(page)).toHaveCount(2)
  expect((await page.request.get(`${running.url}/api/orgs/beta/state`)).status()).toBe(404)
  await goTo(page, `${running.url}/stop`)
  await expect(page.getByRole('button', { name: 'Stop both orgs again' })).toBeVisible()
})

test.describe('eight orgs on a phone', () => {
  test.use(PHONE)

  test('with eight orgs both taps of a stop of all are in sight without scrolling', async ({ page }) => {
    await signIn(page, running.url, '/main')
    for (const number of [3, 4, 5, 6, 7, 8]) {
      const name = number === 8 ? LONG : `Org ${number}`
      const org = {
        id: randomUUID(),
        name,
        slug: `org-${number}`,
        idPattern: '{name}',
        at: { kind: 'embedded', deviceLimit: 9 },
      }
      const headers = { origin: running.url }
      const added = await page.request.post(`${running.url}/api/new-org`, { headers, data: org })
      expect(added.status()).toBe(200)
    }
    await goTo(page, `${running.url}/stop`)
    const all = page.getByRole('button', { name: 'Stop all 8 orgs' })
    await expect(all).toBeInViewport({ ratio: 1 })
    await expectAccessible(page)
    const first = await all.boundingBox()
    await all.click()
    const confirm = page.locator('[popover]:popover-open')
    const cancel = confirm.getByRole('button', { name: 'Cancel' })
    await expect(cancel).toBeFocused()
    await expect(cancel).toBeInViewport({ ratio: 1 })
    const go = confirm.getByRole('button', { name: 'Stop now' })
    await expect(go).toBeInViewport({ ratio: 1 })
    const second = await go.boundingBox()
    // Right below its sentence, as on the page of a single org: what surrounds the opener styles nothing in the confirm.
    const sentence = await confirm.getByText('Nothing is deleted').boundingBox()
    expect((second?.y ?? 0) - (sentence?.y ?? 0) - (sentence?.height ?? 0)).toBeLessThan(30)
    expect((second?.y ?? 0) + (second?.height ?? 0)).toBeLessThan(first?.y ?? 0)
    await expectAccessible(page)
    await goTo(page, `${running.url}/org-8/settings`)
    const remove = page.getByRole('button', { name: /^Remove / })
    await remove.scrollIntoViewIfNeeded()
    await expect(remove).toBeInViewport({ ratio: 1 })
    await expect(page.getByRole('button', { name: `Stop ${LONG}` })).toBeInViewport({ ratio: 1 })
    await goTo(page, `${running.url}/stop?all`)
    await expect(page.getByRole('button', { name: 'Stop now' })).toBeInViewport({ ratio: 1 })
  })
})
