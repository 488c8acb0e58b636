/** Texts as people and phones write them: quotes, dashes, "or", letters of other scripts, and ids that look like another. */
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { ADMIN, AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const VIEWPORTS = [
  { name: 'laptop', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
]
const PLAIN = 'crewai:prod:tool:01'
const LETTER = 'crewai:prod:tool:O1'
const HIDDEN = 'crewai:prod:to\u200bol:01'
const ARABIC = 'crewai:عامل:مخطط:07'
const OTHERS = ['crewai:dev:planner:01', 'crewai:prod:café:01', 'crewai:prod:cafe\u0301-x:01']
const PASSWORD = 'Café-Zoë-Ångström'

let running: RunningConsole
async function start(): Promise<void> {
  running = await startConsole({ idProfile: 'any', env: { ADMIN_PASSWORD: PASSWORD.normalize('NFD') } })
  for (const deviceId of [PLAIN, LETTER, HIDDEN, ARABIC, ...OTHERS])
    await fetch(`${running.authority.url}/api/v1/devices/register`, {
      method: 'POST',
      headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId }),
    })
}

const signInComposed = (page: Page, path: string) =>
  signIn(page, running.url, path, { email: ADMIN.email, password: PASSWORD.normalize('NFC') })

const shown = (page: Page) => page.getByRole('grid', { name: 'Devices' }).getByRole('checkbox', { name: /^Select c/ })

for (const { name, ...device } of VIEWPORTS) {
  test.describe(name, () => {
    test.use(device)
    test.beforeAll(start)
    test.afterAll(() => running.stop())

    test('a selector as a phone writes it means what was meant, or says what to write', async ({ page }) => {
      await signInComposed(page, '/main/devices')
      await expect(shown(page)).toHaveCount(7)
      const box = page.getByRole('textbox', { name: 'Selector' })
      await box.fill(`–id:“${PLAIN}”`)
      await expect(shown(page)).toHaveCount(6)
      await expect(page.getByRole('checkbox', { name: `Select ${PLAIN}`, exact: true })).toHaveCount(0)
      await box.fill('café')
      await expect(shown(page)).toHaveCount(2)
      await box.fill('tool OR planner')
      await expect(page.getByText('A selector has no "or": write {a,b} or env:a,b for any of several.')).toBeVisible()
      await expect(box).toHaveAttribute('aria-invalid', 'true')
      await box.fill('-id:“x')
      await expect(page.getByText('This quote is not closed; write "…" around the value')).toBeVisible()
      await expectAccessible(page)
    })

    test('the segments of a right-to-left id are in their order', async ({ page }) => {
      await signInComposed(page, `/main/devices?q=${encodeURIComponent('env:عامل')}`)
      const row = page.getByRole('grid', { name: 'Devices' }).getByRole('row').filter({ hasText: 'عامل' })
      await expect(row).toBeVisible()
      const places = await row
        .locator('.whole-id')
        .first()
        .evaluate((id) => {
          const walker = document.createTreeWalker(id, NodeFilter.SHOW_TEXT)
          const range = document.createRange()
          const places: number[] = []
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            range.selectNodeContents(node)
            places.push(range.getBoundingClientRect().left)
          }
          return places
        })
      expect(places.length).toBeGreaterThanOrEqual(4)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
      await expect(
        page.getByRole('checkbox', { name: 'Select crewai:\u2068عامل\u2069:\u2068مخطط\u2069:07' }),
      ).toBeVisible()
    })

    if (name === 'laptop')
      test('a file of devices has the order of the list', async ({ page }) => {
        await signInComposed(page, '/main/devices?sort=-id&q=crewai')
        await expect(shown(page)).toHaveCount(7)
        await page.getByRole('button', { name: 'Export', exact: true }).click()
        const downloading = page.waitForEvent('download')
        await page.getByRole('menuitem', { name: 'All matching as CSV' }).click()
        let text = ''
        for await (const piece of await (await downloading).createReadStream()) text += piece
        const [names = '', ...lines] = text.trimEnd().split('\r\n')
        expect(names).toMatch(/^\ufeff"deviceId","framework","env","role","instance",/)
        expect(lines).toHaveLength(7)
        const ids = lines.map((line) => line.slice(1, line.indexOf('",')))
        expect(ids.at(-1)).toContain('crewai:dev')
      })

    // It revokes, so it comes last.
    test('a look-alike is marked, named in the review, and added with one tap', async ({ page }) => {
      await signInComposed(page, '/main/devices?q=shape:lookalike')
      await expect(shown(page)).toHaveCount(3)
      await expect(page.getByRole('grid', { name: 'Devices' }).getByText('Look-alike')).toHaveCount(3)
      await expectAccessible(page)

      await page.getByRole('checkbox', { name: `Select ${PLAIN}`, exact: true }).check()
      await page
        .getByRole('region', { name: 'Selection' })
        .getByRole('button', { name: /^Revoke 1/ })
        .click()
      const review = page.getByRole('alertdialog')
      await expect(review.getByText('2 devices look like this one and stay active.')).toBeVisible()
      await expect(review.getByText('to\\u{200b}ol')).toBeVisible()
      await expectAccessible(page)
      await review.getByRole('button', { name: 'Add them and review again' }).click()
      await expect(review.getByRole('heading', { name: 'Revoke 3 devices?' })).toBeVisible()
      await expect(review.getByText(/look like/)).toHaveCount(0)
      await review.getByRole('button', { name: 'Revoke 3', exact: true }).click()
      await page.goto(`${running.url}/main/devices?q=status:revoked`)
      await expect(shown(page)).toHaveCount(3)

      await page.goto(`${running.url}/main/devices?device=${encodeURIComponent(LETTER)}`)
      const panel = page.getByRole('complementary', { name: `Device ${LETTER}` })
      await expect(panel.getByRole('region', { name: 'Look-alikes' }).getByRole('link')).toHaveCount(2)
      await expectAccessible(page)
    })
  })
}
