/** Fences, starts later and restores in steps, as a person does them on the pages, with agents that come back under new ids. */
import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { type Fleet, startFleet } from '@/lib/authority/simulator/start-fleet'
import { expectAccessible } from './axe'
import { AGENT_KEY, ORG_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const LAPTOP = { viewport: { width: 1440, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
/** A fence revokes a device that matches within this time. */
const CAUGHT_MS = 5_000
const INTERVAL_MS = 300
/** Room to press, and to see what waits before it is due. */
const SOON_S = 15

const RUNNERS = ['crewai:prod:runner:01', 'crewai:prod:runner:02']
const TOOLS = ['crewai:prod:tool-runner:01', 'crewai:prod:tool-runner:02']

let running: RunningConsole
let fleets: Fleet[]
test.beforeEach(() => {
  fleets = []
})
test.afterEach(() => Promise.all(fleets.map((fleet) => fleet.stop())))

async function start(): Promise<void> {
  running = await startConsole()
}

/** Agents that validate from now on; with `respawn` they ask again after a no, as a supervisor would have them. */
function agents(deviceIds: readonly string[], respawn = false): Fleet {
  const fleet = startFleet({
    baseUrl: running.authority.url,
    key: AGENT_KEY,
    deviceIds,
    intervalMs: INTERVAL_MS,
    respawn,
  })
  fleets.push(fleet)
  return fleet
}
const working = () => fleets.flatMap((fleet) => fleet.agents.filter((agent) => agent.state === 'working'))
const workingIds = () => [...new Set(working().map((agent) => agent.deviceId))].sort()

/** An act of another client of the authority, past the console. */
const elsewhere = (call: 'revoke' | 'unrevoke', deviceId: string) =>
  fetch(`${running.authority.url}/api/v1/devices/${call}`, {
    method: 'POST',
    headers: { 'x-org-key': ORG_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId }),
  })

/** An agent asks once. */
const validate = (deviceId: string) =>
  fetch(`${running.authority.url}/api/v1/devices/validate`, {
    method: 'POST',
    headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId }),
  })

/** Ids by when they asked last, as the console has read it. */
const lastSeen = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const response = await fetch('/api/orgs/main/devices?sort=-seen')
    const { rows } = (await response.json()) as { rows: { deviceId: string }[] }
    return rows.map(({ deviceId }) => deviceId).reverse()
  })

/** An act by the API, waited for. */
const act = (page: Page, command: object): Promise<{ id: string }> =>
  page.evaluate(
    async (body) => {
      const response = await fetch('/api/orgs/main/operations', {
        method: 'POST',
        headers: { 'content-type': 'application/json', prefer: 'wait=5' },
        body: JSON.stringify(body),
      })
      return response.json()
    },
    { id: randomUUID(), ...command },
  )

const holdsOn = (page: Page, deviceId: string): Promise<number> =>
  page.evaluate(async (id) => {
    const response = await fetch(`/api/orgs/main/device?id=${encodeURIComponent(id)}`)
    return (await response.json()).holds.length
  }, deviceId)

/** For a field that asks for a time in UTC: to the second, so that no test waits for the next minute. */
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 19)

/** Opens the review of everything that a selector matches. */
async function review(page: Page, selector: string, act: 'Revoke' | 'Restore', count: number): Promise<Locator> {
  await page.goto(`${running.url}/main/devices?q=${encodeURIComponent(selector)}`)
  const all = page.getByRole('checkbox', { name: 'Select the rows that are loaded' })
  const bar = page.getByRole('region', { name: 'Selection' })
  await expect(page.getByText(new RegExp(`^${count} of \\d+$`))).toBeVisible()
  if (await all.isVisible()) await all.check()
  else
    await page
      .getByRole('checkbox', { name: /^Select crewai:/ })
      .first()
      .check()
  await bar.getByRole('button', { name: `Take all ${count} matching` }).click()
  await bar.getByRole('button', { name: new RegExp(`^${act}`) }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByText(/will be (revoked|restored)|stay stopped/).first()).toBeVisible()
  return dialog
}

for (const [name, device] of [
  ['laptop', LAPTOP],
  ['phone', PHONE],
] as const) {
  test.describe(name, () => {
    test.use(device)
    test.beforeAll(start)
    test.afterAll(() => running.stop())

    test('a fence: placed, catches who comes back under a new id, is not restored through, and is lifted', async ({
      page,
    }) => {
      test.setTimeout(180_000)
      agents([...RUNNERS, ...TOOLS])
      await signIn(page, running.url, '/main')
      await expect.poll(workingIds).toEqual([...RUNNERS, ...TOOLS])
      await expect(page.getByText('No fences. A fence is a revoke that stays in force')).toBeVisible()

      const placing = await review(page, 'env:prod role:tool-*', 'Revoke', 2)
      // The way of a plain revoke is as short as ever.
      await expect(placing.getByRole('button', { name: 'Revoke 2' })).toBeEnabled()
      await expect(placing.getByRole('heading', { name: 'Revoke all 2 matching devices?' })).toBeVisible()
      await placing.getByRole('radio', { name: 'Keep revoking new matches' }).check()
      await expectFormInSight(page, placing)
      const place = placing.getByRole('button', { name: 'Place the fence, revoke 2' })
      await expect(place).toBeDisabled()
      await placing.getByRole('button', { name: 'Ends: 1 h' }).click()
      await placing.getByLabel(/^Reason/).fill('runaway tools')
      await expectAccessible(page)
      await place.click()
      await expect(placing).toBeHidden()
      const toast = page.getByRole('region', { name: 'Results' }).getByRole('listitem')
      await expect(toast).toContainText('Fence: revoke env:prod role:tool-*')
      await expect(page.getByRole('button', { name: 'Stop main' })).toBeInViewport()
      await expectUncovered(page.getByRole('button', { name: 'Stop main' }))
      await page.getByRole('button', { name: 'Stop main' }).click()
      const stopping = page.getByRole('alertdialog')
      for (const button of ['Stop now', 'Cancel']) await expectUncovered(stopping.getByRole('button', { name: button }))
      await page.keyboard.press('Escape')
      await expect(toast).toBeVisible()
      await expect.poll(workingIds).toEqual(RUNNERS)

      // A supervisor starts what ended again, under another id each time.
      for (const id of ['crewai:prod:tool-runner:03', 'crewai:prod:tool-runner:04']) {
        const [agent] = agents([id]).agents
        await expect.poll(() => agent?.state, { timeout: 10_000, intervals: [20] }).not.toBe('starting')
        const seenAt = Date.now()
        await expect.poll(() => agent?.state, { timeout: 30_000, intervals: [20] }).toBe('ended')
        expect(Date.now() - seenAt).toBeLessThan(CAUGHT_MS)
      }
      // One more that is restored past the console.
      await elsewhere('unrevoke', TOOLS[0] as string)
      const back = agents([TOOLS[0] as string])
      await expect.poll(() => back.agents[0]?.state, { timeout: 15_000 }).toBe('ended')

      await page.goto(`${running.url}/main`)
      const row = page.getByRole('listitem').filter({ hasText: 'Ends ' })
      await expect(row).toContainText('env:prod role:tool-*')
      await expect(row).toContainText('In force')
      await page.getByRole('button', { name: 'What “Fence” means' }).click()
      await expect(page.getByRole('dialog')).toContainText('it keeps revoking devices that match its selector')
      await page.keyboard.press('Escape')
      await expect(row).toContainText('4 devices caught')
      await expect(row).toContainText('runaway tools')
      await expectAccessible(page)

      const restoring = await review(page, 'role:tool-*', 'Restore', 4)
      await expect(restoring.getByText(/4 devices: fence by .+ Lift it first\./)).toBeVisible()
      await restoring.getByLabel(/^Reason/).fill('impatient')
      await expect(restoring.getByText(/stay stopped by other holds/)).toHaveCount(0)
      await expect(restoring.getByText(/^No device can be restored: something else holds each of them/)).toBeVisible()
      await expect(restoring.getByRole('button', { name: 'Restore 4' })).toBeDisabled()
      await restoring.getByRole('button', { name: 'Cancel' }).click()

      // Another stop of one of them outlives the fence.
      const kept = TOOLS[1] as string
      await act(page, { kind: 'revoke', target: { ids: [kept] }, reason: 'a case of its own' })
      // A stop does not wait for the store: its hold may be stored a moment later.
      await expect.poll(() => holdsOn(page, kept)).toBe(2)
      await page.goto(`${running.url}/main`)
      await row.getByRole('link', { name: 'env:prod role:tool-*' }).click()
      await expect(page.getByRole('heading', { name: 'Fence: revoke env:prod role:tool-*' })).toBeVisible()
      await expect(page.getByText('It has caught 4 devices so far.')).toBeVisible()
      const line = page.getByRole('region', { name: 'Timeline' })
      await expect(line).toContainText('the fence caught 1 device: crewai:prod:tool-runner:03')
      await expect(line).toContainText('(restored meanwhile)')
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Lift…' }).click()
      const lifting = page.getByRole('alertdialog', { name: 'Lift the fence: Restore 4 devices?' })
      await expect(lifting.getByText(/1 device: revoke by/)).toBeVisible()
      const lift = lifting.getByRole('button', { name: 'Restore 3' })
      await expect(lift).toBeDisabled()
      await lifting.getByLabel(/^Reason/).fill('fixed')
      await lift.click()
      await expect(lifting).toBeHidden()
      await expect(page.getByText(/^Lifted .+: it revokes no new devices/)).toBeVisible()

      // Exactly its holds: the three others may work again, and no new device is revoked.
      const again = ['crewai:prod:tool-runner:01', 'crewai:prod:tool-runner:03', 'crewai:prod:tool-runner:05', kept]
      agents(again, true)
      await expect.poll(workingIds).toEqual([...RUNNERS, ...again.slice(0, 3)])
      await page.goto(`${running.url}/main`)
      await expect(page.getByText('No fences. A fence is a revoke that stays in force')).toBeVisible()
      expect(workingIds()).toEqual([...RUNNERS, ...again.slice(0, 3)])
    })
  })
}

test.describe('laptop', () => {
  test.use(LAPTOP)
  test.beforeAll(start)
  test.afterAll(() => running.stop())

  test('a fence where nothing matches yet: refused in words for what changes, due, and ended', async ({ page }) => {
    test.setTimeout(180_000)
    agents(RUNNERS)
    await signIn(page, running.url, '/main/devices?q=role%3Aplanner%20seen%3Anever')
    await expect(page.getByText(/A fence of it cannot be placed: it looks at ids alone, and seen:never/)).toBeVisible()
    // Who asks for a fence by name is asked about a fence, not about a revoke that is done once.
    await page.goto(`${running.url}/main/devices?q=role%3Arunner&act=fence`)
    const asked = page.getByRole('alertdialog', {
      name: /^Fence: Revoke all \d+ matching devices, and those that match/,
    })
    await expect(asked.getByRole('radio', { name: 'Keep revoking new matches' })).toBeChecked()
    await page.keyboard.press('Escape')
    await page.goto(`${running.url}/main/devices?q=role%3Arunner%20seen%3A%3C1h&act=fence`)
    await expect(page.getByRole('alertdialog').getByRole('radio', { name: 'Now' })).toBeChecked()
    await page.keyboard.press('Escape')
    await page.goto(`${running.url}/main/devices?q=role%3Aplanner`)
    await page.getByRole('button', { name: 'Place a fence…' }).click()
    const placing = page.getByRole('alertdialog')
    await placing.getByRole('radio', { name: 'No end, a reminder' }).check()
    await expectFormInSight(page, placing)
    const field = placing.getByLabel('Reminder (UTC)')
    await field.fill('2020-01-01T00:00')
    await expect(placing.getByText('That time is over.')).toBeVisible()
    await placing.getByLabel(/^Reason/).fill('no planners in this org')
    await expect(placing.getByRole('button', { name: 'Place the fence' })).toBeDisabled()
    await expectAccessible(page)
    await field.fill(inSeconds(SOON_S))
    await placing.getByRole('button', { name: 'Place the fence' }).click()
    await expect(placing).toBeHidden()

    const planner = agents(['crewai:prod:planner:01'])
    await expect.poll(() => planner.agents[0]?.state, { timeout: 15_000 }).toBe('ended')
    const banner = page.getByRole('status').filter({ hasText: 'The reminder of the fence role:planner was due' })
    await expect(banner).toBeVisible({ timeout: 40_000 })
    await banner.getByRole('link', { name: 'Open the fence' }).click()
    await expect(page.getByText(/Its reminder was due .+, and it is still in force/)).toBeVisible()
    await page.getByRole('button', { name: 'End now…' }).click()
    const ending = page.getByRole('alertdialog', { name: 'End this fence now?' })
    await expect(ending.getByText(/What it revoked stays revoked until the fence is lifted/)).toBeVisible()
    await expect(ending.getByRole('button', { name: 'End now' })).toBeDisabled()
    await ending.getByLabel('Reason').fill('planners are fixed')
    await ending.getByRole('button', { name: 'End now' }).click()
    await expect(page.getByText(/^Ended .+ what it revoked stays revoked until it is lifted\.$/)).toBeVisible()
    await expect(banner).toBeHidden()
    const later = agents(['crewai:prod:planner:02'])
    await expect.poll(() => later.agents[0]?.allowed ?? 0).toBeGreaterThan(3)
    expect(planner.agents[0]?.state).toBe('ended')
  })

  test('a revoke later: shown and withdrawn; another one begins by itself', async ({ page }) => {
    test.setTimeout(180_000)
    agents([...RUNNERS, ...TOOLS])
    await signIn(page, running.url, '/main')
    await expect.poll(workingIds).toEqual([...RUNNERS, ...TOOLS])
    const begun = await review(page, 'role:tool-*', 'Revoke', 2)
    await begun.getByRole('radio', { name: 'Schedule' }).check()
    await begun.getByLabel('Begins (UTC)').fill(inSeconds(SOON_S))
    await begun.getByRole('button', { name: 'Schedule: revoke 2' }).click()
    await page.getByRole('link', { name: 'Open the operation' }).last().click()
    await expect(page.getByText(/^Begins by itself/)).toBeVisible()
    expect(workingIds()).toEqual([...RUNNERS, ...TOOLS])
    const begunAt = page.url()

    // Until it is due, the other.
    const withdrawn = await review(page, 'role:runner', 'Revoke', 2)
    await withdrawn.getByRole('radio', { name: 'Schedule' }).check()
    await withdrawn.getByRole('button', { name: 'Begins: 4 h' }).click()
    await expectAccessible(page)
    await withdrawn.getByRole('button', { name: 'Schedule: revoke 2' }).click()
    await expect(withdrawn).toBeHidden()
    await page.goto(`${running.url}/main/operations`)
    const row = page.getByRole('listitem').filter({ hasText: 'role:runner' })
    await expect(row).toContainText('Scheduled')
    await expect(row).toContainText(/begins (\d+ \w+, )?\d\d:\d\d UTC, in (4 h|3 h 59 min)/)
    await row.getByRole('link', { name: 'Revoke of 2 devices' }).click()
    await expect(page.getByText(/^Begins by itself/)).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Withdraw…' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Withdraw the scheduled revoke of 2 devices?' })
    await dialog.getByLabel('Reason').fill('not needed')
    await dialog.getByRole('button', { name: 'Withdraw' }).click()
    await expect(page.getByText('Withdrawn before it began')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Undo…' })).toHaveCount(0)

    await expect.poll(workingIds, { timeout: 40_000 }).toEqual(RUNNERS)
    await page.goto(begunAt)
    await expect(page.getByText('2 of 2 confirmed').first()).toBeVisible()
    await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('the scheduled revoke is due and begins')
  })

  // It leaves a runner revoked, so it comes last.
  test('a restore in steps halts by itself at a device that is stopped again, and goes on when it is continued', async ({
    page,
  }) => {
    test.setTimeout(180_000)
    const ids = Array.from({ length: 12 }, (_, at) => `crewai:prod:runner:${String(at + 1).padStart(2, '0')}`)
    const first = ids[0] as string
    const all = agents(ids)
    await signIn(page, running.url, '/main')
    await expect.poll(workingIds).toEqual(ids)
    await act(page, { kind: 'revoke', target: { ids }, reason: 'rehearsal' })
    await expect.poll(() => all.agents.every((agent) => agent.state === 'ended')).toBe(true)
    // The one that asked last goes first.
    await validate(first)
    await expect.poll(async () => (await lastSeen(page)).at(-1)).toBe(first)

    const dialog = await review(page, 'role:runner', 'Restore', 12)
    await dialog.getByRole('radio', { name: 'In steps' }).check()
    await dialog.getByLabel(/^Reason/).fill('carefully')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Restore 12' }).click()
    await page.getByRole('link', { name: 'Open the operation' }).last().click()
    const step = page.getByText(/^Step 1 of 3: 0 of 1 active and validating · waits for 1 device$/)
    await expect(step).toBeVisible()
    const waited = page.getByRole('list', { name: 'The step waits for' })
    await expect(waited.getByRole('listitem')).toHaveText([new RegExp(`^${first}.*last .+ ago$`)])
    expect(workingIds()).toEqual([])

    await elsewhere('revoke', first)
    const note = page.getByRole('status').filter({ hasText: 'It halted by itself: step 1:' })
    await expect(note).toContainText(`${first} is denied or stopped again since`)
    await expect(note).toContainText('Continue goes on with the next step')
    await expect(page.getByText('Halted, waits for a person')).toBeVisible()
    await expectAccessible(page)
    agents(ids.slice(1), true)
    await page.getByRole('button', { name: 'Continue…' }).click()
    const going = page.getByRole('alertdialog')
    await going.getByLabel('Reason').fill('looked into it')
    await going.getByRole('button', { name: /^Continue/ }).click()
    await expect.poll(workingIds, { timeout: 30_000 }).toEqual(ids.slice(1))
    await expect(page.getByText('1 device failed.')).toBeVisible()
    const record = page.getByRole('region', { name: 'Timeline' })
    await expect(record).toContainText('step 3 of 3: all 10 active and validating')
  })
})

/** On a small laptop and on a phone: reason and confirm lie whole on the screen, without a scroll, and no field is under them. */
async function expectFormInSight(page: Page, dialog: Locator): Promise<void> {
  const before = page.viewportSize() ?? LAPTOP.viewport
  const reason = dialog.getByLabel(/^Reason/)
  const place = dialog.getByRole('button', { name: /^Place the fence/ })
  for (const size of [{ width: 1280, height: 720 }, PHONE.viewport]) {
    await page.setViewportSize(size)
    for (const control of [reason, place, dialog.getByText(/^(Ends|No end; a reminder at) \d/)]) {
      const box = await control.boundingBox()
      expect(box?.y).toBeGreaterThanOrEqual(0)
      expect((box?.y ?? 0) + (box?.height ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(size.height)
      await expectUncovered(control)
    }
    for (const field of await dialog.locator('input:visible').all()) {
      await field.focus()
      await expectUncovered(field)
    }
  }
  await page.setViewportSize(before)
}

/** Nothing lies over it: a press at its middle is a press of it. */
async function expectUncovered(button: Locator): Promise<void> {
  const isOnTop = await button.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const hit = document.elementFromPoint(left + width / 2, top + height / 2)
    return hit !== null && (element === hit || element.contains(hit))
  })
  expect(isOnTop).toBe(true)
}
