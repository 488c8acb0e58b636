import type { Page } from '@playwright/test'

/**
 * Goes to an address from a page that renews itself, as `/stop` does: its next reading may come while the answer is on its way, and
 * would take the place of the navigation.
 */
export async function goTo(page: Page, url: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(url)
}
