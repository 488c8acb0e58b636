/** What a build sees of `.env.local`: nothing, as every program reads that file by the console's own rules. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FILES_ARE_READ } from './build-pages.mjs'

/** How the framework reads a value in the file of its folder; empty if it reads none. */
function readByFramework(env: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'console-build-'))
  try {
    writeFileSync(join(folder, '.env.local'), 'ADMIN_PASSWORD=correct$horse\n')
    const program = `import env from '@next/env'; env.loadEnvConfig(${JSON.stringify(folder)}, false); console.log(process.env.ADMIN_PASSWORD ?? '')`
    const bare: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: process.env.PATH, ...env }
    return execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      env: bare,
      encoding: 'utf8',
    }).trim()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

it('a build does not read the file', () => expect(readByFramework(FILES_ARE_READ)).toBe(''))

it('one without that variable reads it, and reads another value (mutant)', () => {
  expect(readByFramework({})).toBe('correct')
})
