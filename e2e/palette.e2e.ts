/** Acts by name: the palette leads to a review, by keyboard alone, and does nothing by itself. */
import { expect, test } from '@playwright/test'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const DEVICES = ['crewai:dev:runner:01', 'crewai:prod:runner:01', 'crewai:prod:runner:02']

let running: RunningConsole
test.beforeAll(async () => {
  running = await startConsole()
  for (const deviceId of DEVICES)
    await fetch(`${running.authority.url}/api/v1/devices/register`, {
      method: 'POST',
      headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ deviceId }),
    })
})
test.afterAll(() => running.stop())

const isAllowed = async (deviceId: string) => {
  const response = await fetch(`${running.authority.url}/api/v1/devices/validate`, {
    method: 'POST',
    headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ deviceId }),
  })
  return ((await response.json()) as { allowed: boolean }).allowed
}

test('a selector that cannot be read leads to its fault', async ({ page }) => {
  await signIn(page, running.url)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Command' }).fill('revoke env:prod OR env:dev')
  await page.getByRole('option', { name: /cannot be read/ }).click()
  await expect(page).toHaveURL(/devices\?q=/)
  await expect(page.getByRole('alertdialog')).toBeHidden()
})

test('a revoke by name is reviewed first, acts on what matches, and is found among the last operations', async ({
  page,
}) => {
  await signIn(page, running.url)
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: 'Command' })
  await box.fill('revoke devices')
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('revoke ')
  await page.keyboard.type('env:prod')
  await page.keyboard.press('Enter')
  const review = page.getByRole('alertdialog', { name: 'Revoke all 2 matching devices?' })
  await expect(review).toBeVisible()
  expect(await isAllowed('crewai:prod:runner:01')).toBe(true)
  await page.keyboard.press('Escape')
  await expect(review).toBeHidden()
  await expect(page).not.toHaveURL(/act=/)
  expect(await isAllowed('crewai:prod:runner:01')).toBe(true)

  await page.goto(`${running.url}/main/devices?q=env%3Aprod&act=revoke`)
  await page.getByRole('button', { name: 'Revoke 2' }).click()
  await expect.poll(() => isAllowed('crewai:prod:runner:01')).toBe(false)
  expect(await isAllowed('crewai:dev:runner:01')).toBe(true)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option', { name: /^Revoke of 2 devices/ })).toBeVisible()
})
