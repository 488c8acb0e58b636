import type { Page } from '@playwright/test'
import { goTo } from './go-to'
import { ADMIN } from './running-console'

/** Signs in as a person would and arrives at `path`. */
export async function signIn(
  page: Page,
  url: string,
  path = '/',
  who: { email: string; password: string } = ADMIN,
): Promise<void> {
  await goTo(page, `${url}${path}`)
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password').fill(who.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in') && !address.pathname.startsWith('/api/'))
}
