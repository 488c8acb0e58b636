/** What the terminal shows of the metrics, and when a token is made for them. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { printReport } from './start-report.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The names in `.env.local` after a start with this environment. */
function namesMade(env: Record<string, string>): string[] {
  const module = new URL('./env-file.mjs', import.meta.url).href
  const program = `import { ensureSecrets } from '${module}'; ensureSecrets()`
  const made = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: 'test', ...env },
  })
  expect(made.stderr.toString()).toBe('')
  return [...readFileSync(join(folder, '.env.local'), 'utf8').matchAll(/^(\w+)=/gm)].map(([, name]) => name as string)
}

it('makes a token for the metrics where others reach the console, once, and nowhere else', () => {
  expect(namesMade({ PUBLIC_URL: 'http://localhost:3000' })).not.toContain('METRICS_TOKEN')
  expect(namesMade({})).not.toContain('METRICS_TOKEN')
  expect(namesMade({ PUBLIC_URL: 'https://console.example', METRICS_TOKEN: 'given' })).not.toContain('METRICS_TOKEN')
  expect(namesMade({ PUBLIC_URL: 'https://console.example' })).toContain('METRICS_TOKEN')
  expect(namesMade({ PUBLIC_URL: 'https://console.example' }).filter((name) => name === 'METRICS_TOKEN')).toHaveLength(
    1,
  )
})

it('says where metrics and token are, and never the token', async () => {
  // Its first reading is over; until then the report waits for it.
  const console_ = createServer((_, response) => response.end(JSON.stringify({ readings: { failing: 1 } })))
  await new Promise<void>((resolve) => console_.listen(0, '127.0.0.1', resolve))
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const admin = { email: 'a@example.org', given: true, password: '', made: false }
  const at = {
    embedded: true,
    authorityAt: 'embedded',
    dataDir: '.data',
    admin,
    authorityUrl: 'http://127.0.0.1:9',
    consoleUrl: `http://127.0.0.1:${(console_.address() as AddressInfo).port}`,
  }
  const env = { PUBLIC_URL: 'https://console.example', METRICS_TOKEN: 'the-token-itself' }
  await printReport({ ...at, env })
  await printReport({ ...at, env: { ...env, METRICS_TOKEN: '', METRICS_TOKEN_FILE: '/etc/token' } })
  await printReport({ ...at, env: {} })
  const [made, file, none] = printed.mock.calls.map(([text]) => String(text))
  printed.mockRestore()
  console_.closeAllConnections()
  console_.close()
  expect(made).toContain('https://console.example/metrics')
  expect(made).toContain('http://127.0.0.1:9/metrics')
  expect(made).toContain('METRICS_TOKEN in .env.local')
  expect(made).not.toContain('the-token-itself')
  expect(file).toContain('/etc/token')
  expect(none).not.toContain('etrics')
})
