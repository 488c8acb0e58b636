/** A team lead asks how close to the cap the fleet is, since when, and what happened; on a laptop, on a phone, by keyboard and on paper. */
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { seedPast } from '@/testing/console/seed-past'
import { expectAccessible } from './axe'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const AGENTS = 20
const CAP = 30

let running: RunningConsole
let fleet: Fleet

test.beforeAll(async () => {
  running = await startConsole({ deviceLimit: CAP })
  fleet = startFleet({ baseUrl: running.authority.url, key: AGENT_KEY, count: AGENTS, intervalMs: 400, respawn: true })
  await seedPast(join(String(running.env.DATA_DIR), 'console.db'), { active: AGENTS, cap: CAP })
})
test.afterAll(async () => {
  await fleet.stop()
  await running.stop()
})

const chart = (page: Page, name: RegExp | string) => page.getByRole('figure', { name })

test.describe('laptop', () => {
  test.use({ viewport: { width: 1440, height: 900 } })

  test('sees the day on which the cap is reached, and what was stopped', async ({ page }) => {
    await signIn(page, running.url, '/main/usage?range=90d')
    await expect(page.getByText(/^Will be reached on \d+ \w{3} \d{4}$/)).toBeVisible()
    await expect(page.getByText(/The fleet grows by about \d+ devices a week\. Probably between/)).toBeVisible()
    await expect(page.getByText(`${AGENTS} of ${CAP} used · ${CAP - AGENTS} left`)).toBeVisible()
    await page.evaluate(() =>
      fetch('/api/orgs/main/operations', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          id: crypto.randomUUID(),
          kind: 'revoke',
          target: { ids: ['crewai:prod:runner:01'] },
          reason: 'drill',
        }),
      }),
    )
    // It is on the axis once it is accepted, which the answer does not wait for.
    const marks = () =>
      page.evaluate(() =>
        fetch('/api/orgs/main/usage?range=1h')
          .then((response) => response.json())
          .then(({ marks }) => marks.shown.length),
      )
    await expect.poll(marks).toBe(1)
    await page.reload()
    const stop = page.getByRole('link', { name: /Revoke of crewai:prod:runner:01 .* “drill”/ })
    await expect(stop).toBeVisible()
    await expect(chart(page, /^Devices allowed to work/)).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Time to stop, by role' })).toBeVisible()
    await expectAccessible(page)
    await stop.click()
    await expect(page.getByRole('heading', { name: 'Revoke of crewai:prod:runner:01' })).toBeVisible()
  })

  test('marks a span with the pointer, goes earlier and wider, and comes back', async ({ page }) => {
    await signIn(page, running.url, '/main/usage?range=90d')
    const plot = chart(page, /^Devices allowed to work/).locator('svg.recharts-surface')
    await plot.scrollIntoViewIfNeeded()
    const box = await plot.boundingBox()
    if (!box) throw new Error('the chart has no place')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * 0.5, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 })
    await page.mouse.up()
    await expect(page).toHaveURL(/from=.+&to=|to=.+from=/)
    await expect(page.getByRole('heading', { name: /^Devices, \d+ \w{3} \d{4}/ })).toBeVisible()
    const marked = page.url()
    await page.getByRole('button', { name: 'Earlier' }).click()
    await expect(page).not.toHaveURL(marked)
    await page.getByRole('button', { name: 'Zoom out' }).click()
    await page.getByRole('button', { name: '7 d', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Devices, last 7 d' })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('heading', { name: 'Devices, last 7 d' })).toHaveCount(0)
  })

  test('by keyboard: the arrow keys read a chart step by step', async ({ page }) => {
    await signIn(page, running.url, '/main/usage?range=30d')
    const plot = chart(page, /^Devices allowed to work/)
    await expect(plot.locator('svg.recharts-surface')).toBeVisible()
    await plot.locator('[tabindex="0"]').first().focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await expect(plot.getByRole('row', { name: /allowed to work \d+/ })).toBeVisible()
  })

  test('a free span: what is wrong with it is said, and the file has what is drawn', async ({ page }) => {
    await signIn(page, running.url, '/main/usage')
    await page.getByRole('button', { name: 'From – to…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Usage from – to' })
    await dialog.getByLabel(/^From/).fill('2026-01-02T00:00')
    await dialog.getByLabel(/^To/).fill('2026-01-01T00:00')
    await dialog.getByRole('button', { name: 'Show' }).click()
    await expect(dialog.getByText('The end is before the beginning. Choose a later one.')).toBeVisible()
    const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
    await dialog.getByLabel(/^From/).fill(`${day(40)}T00:00`)
    await dialog.getByLabel(/^To/).fill(`${day(10)}T00:00`)
    await dialog.getByRole('button', { name: 'Show' }).click()
    await expect(dialog).toHaveCount(0)
    const link = page.getByRole('link', { name: 'CSV' })
    await expect(link).toHaveAttribute('href', /from=/)
    const file = await link.getAttribute('href')
    const csv = await page.evaluate((href) => fetch(String(href)).then((response) => response.text()), file)
    const rows = csv.trim().split('\r\n')
    expect(rows[0]).toContain('"activeLowest"')
    expect(rows.length).toBeGreaterThan(25)
    expect(rows.at(-1)).toContain(`"${day(11)}`)
  })

  test('a week is a page, a print without the frame, and Markdown', async ({ page }) => {
    await signIn(page, running.url, '/main/usage')
    await page.getByRole('link', { name: 'Week' }).click()
    await expect(page.getByRole('heading', { name: /^Week \d+ of \d{4}$/ })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'By role', exact: true })).toBeVisible()
    await expect(page.getByRole('row', { name: /^Mon / })).toBeVisible()
    await expectAccessible(page)
    const href = await page.getByRole('link', { name: 'Markdown' }).getAttribute('href')
    const text = await page.evaluate((address) => fetch(String(address)).then((response) => response.text()), href)
    expect(text).toMatch(/^# Usage of main, \d{4}-W\d\d\n/)
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('heading', { name: /^Week/ })).toBeVisible()
    await expect(page.getByRole('navigation').first()).toBeHidden()
    await expect(page.getByRole('button', { name: 'Stop main' })).toHaveCount(0)
  })
})

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('the same in one column: nothing wider than the screen, and a finger reads a step', async ({ page }) => {
    await signIn(page, running.url, '/main/usage?range=90d&compare=before')
    await expect(page.getByText(/^Will be reached on /)).toBeVisible()
    const plot = chart(page, /^Devices allowed to work/).locator('svg.recharts-surface')
    await plot.scrollIntoViewIfNeeded()
    await expect(plot).toBeVisible()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
    await page.getByRole('button', { name: 'each apart' }).tap()
    await expect(page.getByRole('img', { name: /^runner: \d+ at the end/ })).toBeVisible()
    await expectAccessible(page)
  })
})
