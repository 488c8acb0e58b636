/** What can be done with one device from its row: by a resting finger, by the button, by the keyboard; and that everything fits. */
import { type CDPSession, expect, type Page, test } from '@playwright/test'
import { startFaultServer } from '@/testing/faults/fault-server'
import { hang } from '@/testing/faults/faults'
import { expectAccessible } from './axe'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const LONG_ROLE = 'reconciler-of-every-invoice-'.repeat(6).slice(0, 150)
const IDS = [
  'crewai:prod:runner:01',
  'crewai:prod:runner:02',
  'crewai:prod:Runner:01',
  `crewai:prod:${LONG_ROLE}:01`,
  ...Array.from({ length: 12 }, (_, at) => `crewai:staging:role-${at}:01`),
]
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

let running: RunningConsole
test.beforeAll(async () => {
  running = await startConsole({ idProfile: 'any' })
  for (const deviceId of IDS) await ask('register', deviceId)
})
test.afterAll(() => running.stop())

const ask = async (act: 'register' | 'validate', deviceId: string): Promise<{ allowed?: boolean }> => {
  const response = await fetch(`${running.authority.url}/api/v1/devices/${act}`, {
    method: 'POST',
    headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId }),
  })
  return response.json()
}
const isAllowed = async (deviceId: string) => (await ask('validate', deviceId)).allowed

const row = (page: Page, id: string) =>
  page.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `Select ${id}`, exact: true }) })
const menuOf = (page: Page, id: string) => page.getByRole('menu', { name: `Actions for ${id}`, exact: true })

/** Controls that are smaller than 24 pixels in either direction and can be pressed where they are. */
const tooSmall = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, a[href], input, select, [role=menuitem]')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .flatMap((element) => {
        const { width, height, x, y } = (
          element.closest('label, span:has(> input[type=checkbox])') ?? element
        ).getBoundingClientRect()
        const isOffScreen = width <= 1 || x < 0 || y < 0 || y > innerHeight
        const inText = getComputedStyle(element).display === 'inline'
        return isOffScreen || inText || (width >= 24 && height >= 24)
          ? []
          : [`${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent} ${width}×${height}`]
      }),
  )

/** Pairs of facets and buttons of the toolbar that lie over each other, as far as each can be seen. */
const covered = (page: Page) =>
  page.evaluate(() => {
    const seen = (element: Element) => {
      let { left, right, top, bottom } = element.getBoundingClientRect()
      for (let around = element.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflowX === 'visible') continue
        const box = around.getBoundingClientRect()
        left = Math.max(left, box.left)
        right = Math.min(right, box.right)
        top = Math.max(top, box.top)
        bottom = Math.min(bottom, box.bottom)
      }
      return { left, right, top, bottom, words: element.textContent }
    }
    const shown = (selector: string) =>
      [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).map(seen)
    const facets = shown('[role=group][aria-label^="By "] button')
    const buttons = shown('main button[aria-haspopup=menu]:not([data-row-menu]), main button').filter(({ words }) =>
      /^(Export|Register)/.test(words ?? ''),
    )
    return facets.flatMap((facet) =>
      buttons
        .filter(
          (one) =>
            facet.left < one.right - 1 &&
            one.left < facet.right - 1 &&
            facet.top < one.bottom - 1 &&
            one.top < facet.bottom - 1,
        )
        .map((one) => `${facet.words} under ${one.words}`),
    )
  })

test.describe('by touch', () => {
  test.use(PHONE)

  const touch = (cdp: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] })

  test('a resting finger and the button of the row open the same menu; a scroll opens none', async ({
    page,
    context,
  }) => {
    await signIn(page, running.url, '/main/devices')
    const cdp = await context.newCDPSession(page)
    await expectAccessible(page)
    const first = row(page, 'crewai:prod:runner:01')
    const box = await first.boundingBox()
    if (!box) throw new Error('no row')
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    const menu = menuOf(page, 'crewai:prod:runner:01')
    await touch(cdp, 'touchStart', at)
    await expect(menu).toBeVisible()
    await touch(cdp, 'touchEnd')
    // The lifting of the finger opens no panel and closes no menu.
    await expect(menu.getByRole('menuitem')).toHaveText(['Open', 'Select', 'Copy id', 'Revoke'])
    await expect(page).not.toHaveURL(/device=/)
    expect(await tooSmall(page)).toEqual([])
    await expectAccessible(page)
    await menu.getByRole('menuitem', { name: 'Select' }).tap()
    await expect(first.getByRole('checkbox')).toBeChecked()
    await expect(menu).toBeHidden()

    await row(page, 'crewai:prod:runner:02')
      .getByRole('button', { name: /^Actions for/ })
      .tap()
    await menuOf(page, 'crewai:prod:runner:02').getByRole('menuitem', { name: 'Revoke' }).tap()
    await expect(page.getByRole('region', { name: 'Results' })).toContainText('crewai:prod:runner:02')
    await expect.poll(() => isAllowed('crewai:prod:runner:02')).toBe(false)
    await expect(row(page, 'crewai:prod:runner:02')).toContainText('Revoked')
    expect(await isAllowed('crewai:prod:runner:01')).toBe(true)

    await row(page, 'crewai:prod:runner:02')
      .getByRole('button', { name: /^Actions for/ })
      .tap()
    await menuOf(page, 'crewai:prod:runner:02').getByRole('menuitem', { name: 'Restore…' }).tap()
    const dialog = page.getByRole('alertdialog', { name: /^Restore/ })
    await dialog.getByLabel(/^Reason/).fill('rehearsal')
    await dialog.getByRole('button', { name: /^Restore/ }).tap()
    await expect.poll(() => isAllowed('crewai:prod:runner:02')).toBe(true)

    await touch(cdp, 'touchStart', at)
    await touch(cdp, 'touchMove', { x: at.x, y: at.y - 60 })
    await touch(cdp, 'touchEnd')
    await first.getByRole('gridcell').nth(1).getByRole('button').tap()
    // What a scroll would have opened by now is not there: the panel that was asked for afterwards is.
    await expect(page.getByRole('complementary', { name: /^Device / })).toBeVisible()
    await expect(page.getByRole('menu')).toHaveCount(0)
  })

  test('state, last decision, age and badges fit, and no facet lies under a button', async ({ page }) => {
    await signIn(page, running.url, '/main/devices')
    await expect(row(page, 'crewai:prod:Runner:01')).toContainText('Look-alike')
    await expect(row(page, 'crewai:staging:role-0:01')).toContainText('New')
    for (const width of [390, 320, 640, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 844 })
      await expect.poll(() => covered(page), `at ${width} px`).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
  })
})

test.describe('by keyboard', () => {
  test('no key is lost in a box whose page is slow to follow', async ({ page, context }) => {
    await signIn(page, running.url, '/main/devices')
    const cdp = await context.newCDPSession(page)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 10 })
    const box = page.getByRole('textbox', { name: 'Selector' })
    await box.focus()
    // Pauses of about as long as the text needs to reach the address: each arrives while the next is typed.
    for (const delay of [60, 150, 190, 230]) {
      await page.keyboard.type('env:prod role:runner', { delay })
      await expect(box).toHaveValue('env:prod role:runner')
      await page.keyboard.press('Escape')
      await expect(box).toHaveValue('')
    }
  })

  test('the menu key and Shift F10 open the menu of the row, which gives the focus back', async ({ page }) => {
    await signIn(page, running.url, '/main/devices?q=role%3Arunner')
    const grid = page.getByRole('grid', { name: 'Devices' })
    await expect(grid.getByRole('checkbox', { name: /^Select crewai/ }).first()).toBeVisible()
    await page.keyboard.press('j')
    await expect(grid).toBeFocused()
    await page.keyboard.press('Shift+F10')
    const menu = page.getByRole('menu', { name: /^Actions for crewai:prod:/ })
    await expect(menu).toBeVisible()
    expect(await tooSmall(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(menu).toBeHidden()
    await expect(grid).toBeFocused()
    await page.keyboard.press('ContextMenu')
    await expect(menu).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await expect(menu.getByRole('menuitem', { name: 'Open' })).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(menu).toBeHidden()
    await expect(grid.getByRole('row', { selected: true })).toHaveCount(1)
    await expect(grid).toBeFocused()
  })
})

for (const { name, height, ...device } of [
  { name: 'laptop', height: 36, viewport: { width: 1440, height: 900 } },
  { name: 'phone', height: 64, ...PHONE },
]) {
  test.describe(name, () => {
    test.use(device)
    test('while the list is on its way, its place is made of rows of their height', async ({ page }) => {
      const authority = await startFaultServer()
      authority.always(hang())
      const waiting = await startConsole({ authorityUrl: authority.url })
      try {
        await signIn(page, waiting.url, '/main/devices')
        const rows = page.getByRole('status', { name: 'Loading devices' }).locator('[data-row]')
        // A console that was just started has read nothing yet; an authority that hangs is given up before long.
        await expect(async () => {
          await waiting.restart()
          await page.goto(`${waiting.url}/main/devices`)
          expect(await rows.evaluateAll((all) => all[0]?.getBoundingClientRect().height)).toBe(height)
        }).toPass({ timeout: 60_000 })
        await page.goto(`${running.url}/sign-in`)
        await signIn(page, running.url, '/main/devices')
        expect((await row(page, 'crewai:prod:runner:01').boundingBox())?.height).toBe(height)
      } finally {
        await waiting.stop()
        await authority.close()
      }
    })
  })
}
