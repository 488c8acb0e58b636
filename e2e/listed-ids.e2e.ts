/** Ids that no register takes, as a person sees them, stops them and copies them: exactly the one that was pressed. */
import { expect, test } from '@playwright/test'
import { listedId } from '@/lib/domain/ids/listed-id'
import { type FaultServer, startFaultServer } from '@/testing/faults/fault-server'
import { type OddAuthority, oddAuthority } from '@/testing/faults/odd-authority'
import { expectAccessible } from './axe'
import { AGENT_KEY, type RunningConsole, startConsole } from './running-console'
import { signIn } from './sign-in'

const VIEWPORTS = [
  { name: 'laptop', viewport: { width: 1440, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
]
const PADDED = ' bot '
const LONG = `crewai:prod:runner:${'0'.repeat(300)}`
const BROKEN = listedId('bot\r\n') as string
const NUMBER = listedId(5) as string
const ODD = [PADDED, BROKEN, NUMBER, listedId('') as string, LONG]
const PLAIN = ['bot', '5']

for (const { name, ...device } of VIEWPORTS) {
  test.describe(name, () => {
    test.use({ ...device, permissions: ['clipboard-read', 'clipboard-write'] })
    let running: RunningConsole
    let faults: FaultServer
    let authority: OddAuthority

    test.beforeAll(async () => {
      faults = await startFaultServer()
      running = await startConsole({ authorityUrl: faults.url })
      authority = oddAuthority(running.authority.url, ODD, (id) => (id === BROKEN ? 'bot' : id))
      authority.nameless = 2
      faults.always(authority.answer)
      for (const deviceId of PLAIN)
        await fetch(`${running.authority.url}/api/v1/devices/register`, {
          method: 'POST',
          headers: { 'x-org-key': AGENT_KEY, 'content-type': 'application/json' },
          body: JSON.stringify({ deviceId }),
        })
    })
    test.afterAll(async () => {
      await running.stop()
      await faults.close()
    })
    const revoked = () => ODD.filter((id) => authority.statusOf(id) === 'revoked')

    test('is seen for what it is, copied exactly, stopped and given back', async ({ page }) => {
      await signIn(page, running.url, '/main/devices')
      await expect(page.getByText('2 entries of this authority’s list have no usable id.')).toBeVisible()
      const grid = page.getByRole('grid', { name: 'Devices' })
      for (const shown of ['␣bot␣', 'json="bot\\r\\n"', 'json=5', 'json=""', LONG, 'bot', '5'])
        await expect(grid.getByText(shown, { exact: true })).toBeVisible()
      await expect(grid.getByText('␣bot␣').getByRole('img', { name: 'space' })).toHaveCount(2)
      await expectAccessible(page)

      await grid.getByText('␣bot␣', { exact: true }).click()
      const panel = page.getByRole('complementary', { name: 'Device ␣bot␣' })
      await expect(panel.getByText('␣ is a space')).toBeVisible()
      await panel.getByRole('button', { name: 'Copy the device id' }).click()
      await expect(panel.getByText('Copied')).toBeVisible()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(PADDED)
      expect(new URL(page.url()).searchParams.get('device')).toBe(PADDED)
      await page.reload()
      await panel.getByRole('button', { name: 'Revoke' }).click()
      const toast = page.getByRole('region', { name: 'Results' }).getByRole('listitem')
      await expect(toast).toContainText('Revoke of ␣bot␣')
      await expect.poll(revoked).toEqual([PADDED])
      await toast.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(revoked).toEqual([])
      await expectAccessible(page)
    })

    test('a number is removed by its own text, and the text of it stays', async ({ page }) => {
      await signIn(page, running.url, `/main/devices?device=${encodeURIComponent(NUMBER)}`)
      const panel = page.getByRole('complementary', { name: 'Device json=5' })
      await expect(panel.getByText('This authority lists an id that is no text: 5 in JSON.')).toBeVisible()
      await panel.getByRole('button', { name: 'Remove…' }).click()
      const dialog = page.getByRole('alertdialog', { name: 'Remove json=5?' })
      await dialog.getByLabel('Type json=5 to confirm').fill('5')
      await dialog.getByLabel(/^Reason/).fill('a stray')
      await expect(dialog.getByRole('button', { name: 'Remove', exact: true })).toBeDisabled()
      await dialog.getByLabel('Type json=5 to confirm').fill('json=5')
      await expectAccessible(page)
      await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
      await expect.poll(() => authority.statusOf(NUMBER)).toBeUndefined()
      await page.goto(`${running.url}/main/devices?device=5`)
      await expect(page.getByRole('complementary', { name: 'Device 5' }).getByText('active').first()).toBeVisible()
    })

    test('entries without an id are shown where a stop is pressed, and on every page', async ({ page }) => {
      await signIn(page, running.url, '/stop')
      // This page reads nothing by itself.
      await expect(async () => {
        await page.reload()
        await expect(page.getByText(/2 entries of this authority’s list have no usable id/)).toBeVisible({
          timeout: 500,
        })
      }).toPass()
      await page.goto(`${running.url}/main/devices`)
      await expect(page.getByText('2 entries of this authority’s list have no usable id.')).toBeVisible()
    })

    // The alarm stays, so this comes last.
    test('an authority that takes one for another: an alarm that names both', async ({ page }) => {
      await signIn(page, running.url, `/main/devices?device=${encodeURIComponent(BROKEN)}`)
      await page.getByRole('complementary').getByRole('button', { name: 'Revoke' }).click()
      await expect(page.getByText(/Wrong device: 1 device was changed by an act on another id/).first()).toBeVisible()
      await page.getByRole('button', { name: 'Close' }).click()
      await page.getByRole('link', { name: 'Which ones' }).click()
      const sentence = 'saw bot change from active to revoked with the act to revoke json="bot\\r\\n"'
      await expect(page.getByText(sentence)).toBeVisible()
      await expectAccessible(page)
      await page.getByRole('link', { name: 'Operation', exact: true }).first().click()
      await expect(page.getByText(/the authority changed "bot" from active to revoked/)).toBeVisible()
    })
  })
}
