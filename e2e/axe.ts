import { expect, type Page } from '@playwright/test'
import { seriousFaults } from '@/scripts/testing/serious-faults'

/** Expects no serious fault on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await seriousFaults(page)).toEqual([])
}
