/**
 * One way through the console, as a person goes it: every page, the list of devices used, a review opened and left again.
 * Elements are looked for before an input and after what it led to is painted: a search in a slowed page would count as its own.
 */
import type { Locator, Page } from '@playwright/test'

type Step = (page: Page) => Promise<unknown>

/** Two frames: what the last input led to is on screen. */
const untilPainted: Step = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))

/** Until the page has nothing left to do, its first rendering included: a person looks at a page before they act on it. */
const untilIdle: Step = (page) =>
  page.evaluate(
    () =>
      new Promise<void>((done) => {
        const look = (deadline: IdleDeadline) =>
          deadline.timeRemaining() > 20 ? done() : void requestIdleCallback(look)
        requestIdleCallback(look)
      }),
  )

/** Skeletons of one page, and more. */
const LOADING_MAX = 20

/** Until nothing is loading: no skeleton, no request under way. The live stream is always open. */
const untilQuiet: Step = async (page) => {
  await untilPainted(page)
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined)
  // A page may have several: the next is waited for once the first is gone.
  const loading = page.locator('[role=status][aria-label^=Loading]').first()
  for (let left = LOADING_MAX; left > 0 && (await loading.isVisible()); left -= 1)
    await loading.waitFor({ state: 'detached' })
  await untilPainted(page)
  await untilIdle(page)
}

/** A press of the mouse at the middle of an element, by the browser's input alone. */
async function pressOn(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  const box = await target.boundingBox()
  if (!box) throw new Error(`${target} is not on screen`)
  await untilPainted(page)
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await untilPainted(page)
}

const press =
  (role: 'button' | 'link' | 'checkbox', name: string | RegExp): Step =>
  (page) =>
    pressOn(page, page.getByRole(role, { name }).first())

/** Opens a page by its link and waits until the tab is called after it, and what it asks for is there. */
const go =
  (name: string): Step =>
  async (page) => {
    await pressOn(page, page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }))
    await page.waitForFunction((wanted) => document.title.endsWith(wanted), name)
    await untilQuiet(page)
  }

const type: (text: string) => Step = (text) => async (page) => {
  await page.locator('input:focus').waitFor()
  await page.keyboard.type(text, { delay: 80 })
}

const search: Step = async (page) => {
  await page.getByRole('row').nth(3).waitFor()
  await page.keyboard.press('/')
  const text = 'env:prod role:runner'
  await type(text)(page)
  // A text on the way there is in the address, too, where typing rests; what it finds may be nothing, and no list.
  await page.waitForURL((address) => address.searchParams.get('q') === text)
  await untilQuiet(page)
}

const openPanel: Step = async (page) => {
  await pressOn(page, page.getByRole('row').nth(3).getByRole('gridcell').nth(1).getByRole('button'))
  await page.getByRole('heading', { name: 'History' }).waitFor()
  await untilQuiet(page)
}

const review: Step = async (page) => {
  await press('button', /^Revoke \d/)(page)
  const dialog = page.getByRole('alertdialog')
  await dialog
    .getByText(/will be revoked/)
    .first()
    .waitFor()
  await pressOn(page, dialog.getByRole('button', { name: 'Cancel' }))
  await dialog.waitFor({ state: 'detached' })
}

const palette: Step = async (page) => {
  await page.keyboard.press('Control+k')
  await type('usage')(page)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/usage/)
  await untilQuiet(page)
}

/** From the overview of `url` on. */
export async function goThrough(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/main`)
  await untilQuiet(page)
  const steps: Step[] = [
    go('Devices'),
    search,
    press('button', 'Last validate'),
    untilQuiet,
    openPanel,
    press('button', 'Close'),
    press('checkbox', /^Select \w+:/),
    press('checkbox', 'Select the rows that are loaded'),
    review,
    go('Operations'),
    go('Usage'),
    go('Activity'),
    palette,
  ]
  for (const step of steps) await step(page)
}
