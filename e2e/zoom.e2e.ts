/** Numbers are whole at every zoom: a page at 200 % has half as many pixels, and 20,000 must not read 20,00. */
import { expect, type Page, test } from '@playwright/test'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { type Fault, json } from '@/testing/faults/faults'
import { type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const DEVICES = Array.from({ length: 20_000 }, (_, at) => ({
  deviceId: `crewai:prod:tool-runner:${String(at).padStart(5, '0')}`,
  status: at % 4 === 0 ? 'revoked' : 'active',
}))
/** 1,280 and 390 pixels at 200 %, and the least that a page is laid out for. */
const WIDTHS = [640, 320, 195]
const PAGES = ['', '/devices', '/usage', '/operations', '/activity', '/notes']

let running: RunningConsole
let authority: FaultServer

const list: Fault = (socket, request) =>
  request.path.startsWith('/api/v1/devices/list')
    ? json({ status: 'ok', devices: DEVICES })(socket, request)
    : json({ status: 'error', error: 'not_found' }, 404)(socket, request)

test.beforeAll(async () => {
  authority = await startFaultServer()
  authority.always(list)
  running = await startConsole({ authorityUrl: authority.url })
})
test.afterAll(async () => {
  await running.stop()
  await authority.close()
})

/** Numbers, and the ends of ids, of which a part is cut off by something around them that cannot be scrolled. */
const cutNumbers = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const cut: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent?.trim() ?? ''
      const isNumber = /^[\d,.\s]*\d[\d,.\s]*$/.test(text)
      const isEndOfId = /^:\d+$/.test(text)
      if (!parent || !(isNumber || isEndOfId) || !parent.checkVisibility()) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const { left, right, width } = range.getBoundingClientRect()
      if (width < 2) continue
      for (let around: Element | null = parent; around && around !== document.body; around = around.parentElement) {
        const { overflowX } = getComputedStyle(around)
        const box = around.getBoundingClientRect()
        const isScrolled = overflowX === 'auto' || overflowX === 'scroll'
        if (isScrolled || box.width < 2) break
        if (overflowX !== 'visible' && (left < box.left - 1 || right > box.right + 1)) cut.push(text)
      }
    }
    return cut
  })

test('no number is cut off at 200 %', async ({ browser }) => {
  test.setTimeout(180_000)
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await signIn(page, running.url, '/main')
  await expect(page.getByText('15,000 of 20,000 active').first()).toBeVisible({ timeout: 30_000 })
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 700 })
    for (const path of PAGES) {
      await page.goto(`${running.url}/main${path}`)
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeAttached()
      if (path === '') await expect(page.getByText('20,000').filter({ visible: true }).first()).toBeVisible()
      if (path === '/usage') await expect(page.locator('svg.recharts-surface text').first()).toBeVisible()
      await expect.poll(() => cutNumbers(page), `${path} at ${width} px`).toEqual([])
    }
    await page.goto(`${running.url}/stop`)
    expect(await cutNumbers(page), `/stop at ${width} px`).toEqual([])
  }
  await page.setViewportSize({ width: 195, height: 700 })
  await page.goto(`${running.url}/main`)
  // A page that cuts a number off is caught.
  await page
    .getByRole('main')
    .locator('dl > div')
    .filter({ hasText: 'Active' })
    .evaluate((cell) => Object.assign((cell as HTMLElement).style, { overflow: 'hidden', maxWidth: '30px' }))
  await expect.poll(() => cutNumbers(page)).toContain('15,000')
  await context.close()
})
