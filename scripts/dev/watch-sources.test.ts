/** A change starts again what it concerns, once it bundles, and nothing else. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { concernedBy, watchSources } from './watch-sources.mjs'

it.each([
  ['authority/router.ts', ['authority']],
  ['domain/ids/device-id.ts', ['authority', 'console']],
  ['domain\\policy.ts', ['authority', 'console']],
  ['services/usage/get-usage.ts', ['console']],
  ['client/api/fetch-json.ts', []],
  ['store/usage.test.ts', []],
  ['store/README.md', []],
])('%s concerns %j', (path, parts) => {
  expect(concernedBy(path)).toEqual(parts)
})

let folder: string
let watching: { close: () => void } | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'))
  mkdirSync(join(folder, 'authority'))
  mkdirSync(join(folder, 'store'))
})
afterEach(() => {
  watching?.close()
  rmSync(folder, { recursive: true, force: true })
})

function watchWith(bundles: boolean) {
  const happened: string[] = []
  watching = watchSources({
    folder,
    say: (line: string) => happened.push(line),
    bundle: async () => bundles,
    restart: (part: string) => happened.push(`restart ${part}`),
    isEnding: () => false,
  })
  return happened
}

it('starts the console again for a change of its own', async () => {
  const happened = watchWith(true)
  writeFileSync(join(folder, 'store', 'usage.ts'), '1')
  await expect.poll(() => happened).toContain('restart console')
  expect(happened).not.toContain('restart authority')
})

it('starts nothing again while the sources do not bundle', async () => {
  const happened = watchWith(false)
  writeFileSync(join(folder, 'authority', 'router.ts'), '(')
  await expect.poll(() => happened).toEqual([expect.stringContaining('does not bundle')])
})
