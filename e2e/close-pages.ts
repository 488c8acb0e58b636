import type { Browser } from '@playwright/test'

/**
 * Closes every page that a file has opened by itself: one that is left open goes on asking a console that has ended, each second,
 * beside all files that come after.
 */
export async function closePages(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close()
}
