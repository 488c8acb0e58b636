/** Other parts of ids: which views and notes change is read before it is confirmed, on a laptop and on a phone. */
import { randomUUID } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { closePages } from './close-pages'
import { startWithDevice } from './one-device'
import type { RunningConsole } from './running-console'
import { signIn } from './sign-in'

let running: RunningConsole
test.beforeAll(async () => {
  running = await startWithDevice()
})
test.afterAll(() => running.stop())
test.afterAll(({ browser }) => closePages(browser))

/** What people keep that names the parts. */
async function keep(page: Page): Promise<void> {
  const post = (path: string, data: object) =>
    page.request.post(`${running.url}/api/orgs/main/${path}`, {
      data: { id: randomUUID(), ...data },
      headers: { origin: running.url },
    })
  await post('views', { name: 'Production', selector: 'env:prod', shared: true })
  await post('notes', { selector: 'role:runner', owner: 'Payments team', purpose: '', halts: 'Cards', link: '' })
}

const parts = (page: Page) => page.getByLabel('Parts of ids')
const effects = (page: Page) => page.getByRole('list', { name: 'Views and notes that change' }).getByRole('listitem')

test('a view and a note that would pick other devices are named and linked, and nothing is saved unread', async ({
  page,
}) => {
  await signIn(page, running.url, '/main/settings')
  await keep(page)
  const save = page.getByRole('button', { name: 'Save' })
  const asked = page.waitForRequest(/id-pattern-effects/)
  await parts(page).fill('{framework}:{role}:{env}:{instance}')
  await expect(page.getByText('Looking which views and notes this changes…')).toBeVisible()
  await expect(save).toBeDisabled()
  await asked
  await expect(effects(page)).toHaveCount(2)
  await expect(effects(page).first()).toContainText('Picks 1 device now, 0 then.')
  await expect(effects(page).first().getByRole('link')).toHaveAttribute('href', '/main/devices?q=env%3Aprod')
  await expect(effects(page).last()).toContainText('role:runner')
  await expect(save).toBeEnabled()
  await expectAccessible(page)
  const [notes] = await Promise.all([
    page.waitForEvent('popup'),
    effects(page)
      .last()
      .getByRole('link', { name: /Note of\s*Payments team/ })
      .click(),
  ])
  await expect(notes.getByRole('list', { name: 'Notes' })).toContainText('Payments team')
  await notes.close()
  await parts(page).fill('{framework}:{stage}:{role}:{instance}')
  await expect(effects(page)).toHaveCount(1)
  await expect(effects(page)).toContainText('Cannot be read then, and picks nothing')
  await save.click()
  await expect(page.getByText('Settings saved')).toBeVisible()
  await expect(effects(page)).toHaveCount(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('the parts are shown whole, and Enter adds no line', async ({ page }) => {
    await signIn(page, running.url, '/main/settings')
    await parts(page).fill('{framework}:{environment}:{role}:{instance}')
    await parts(page).press('End')
    await parts(page).press('Enter')
    const isWhole = await parts(page).evaluate(
      (area) => area.scrollWidth <= area.clientWidth && area.scrollHeight <= area.clientHeight,
    )
    expect(isWhole).toBe(true)
    await expect(parts(page)).not.toHaveValue(/\n/)
    await expectAccessible(page)
  })
})
