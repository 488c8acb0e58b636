import { defineConfig } from '@playwright/test'
import { installedBrowser } from './scripts/testing/find-browser.mjs'

/**
 * Journeys on the production build. Each file has a console, an authority and ports of its own, and mostly waits for what it looks
 * at: two files side by side take half the time.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  // A limit, not a wait: on a busy machine a page may take that long to draw.
  expect: { timeout: 30_000 },
  outputDir: 'test-results',
  use: {
    launchOptions: {
      executablePath: installedBrowser(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    trace: 'retain-on-failure',
    locale: 'en-GB',
    timezoneId: 'UTC',
  },
})
