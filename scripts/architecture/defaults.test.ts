/** A default of the configuration is written once, in `lib/domain/defaults.mjs`: no program may disagree with another. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readConfig as readAuthorityConfig } from '@/lib/authority/config'
import { parseOptions } from '@/lib/authority/simulator/options'
import { authorityOf, DEFAULTS } from '@/lib/domain/defaults.mjs'
import { readConfig } from '@/lib/server/config/config'

const HOME = 'lib/domain/defaults.mjs'
const NAMES = Object.keys(DEFAULTS).join('|')
/** A default beside the name of its variable, or one of the defaults that nothing else is called. */
const AGAIN = [
  new RegExp(`\\b(?:${NAMES})\\b['"\\]]*\\s*(?:\\|\\||\\?\\?)\\s*['"\\d]`),
  new RegExp(`\\b(?:${NAMES}):[^\\n]*\\.default\\((?!DEFAULTS)`),
  /\b4040\b|'https:\/\/machineid\.io'|'\.data'/,
]
const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
const writesDefault = (source: string) => AGAIN.some((again) => again.test(withoutComments(source)))

const sources = ['lib', 'scripts', 'app']
  .flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)))
  .filter((name) => /\.(ts|tsx|mjs)$/.test(name) && !/\.test\.|\/testing\/|\/bench\//.test(name) && name !== HOME)

it('is written in no other file', () => {
  expect(sources.length).toBeGreaterThan(300)
  expect(sources.filter((name) => writesDefault(readFileSync(name, 'utf8')))).toEqual([])
})

it.each([
  'const port = Number(process.env.PORT || 3000)',
  "const host = env['CONSOLE_HOST'] ?? '127.0.0.1'",
  "  CONSOLE_HOST: z.string().default('127.0.0.1'),",
  "const folder = given || '.data'",
  "address('AUTHORITY_HOST', 'AUTHORITY_PORT', 4040)",
  "const base = key ? 'https://machineid.io' : 'embedded'",
])('is found in %s', (line) => {
  expect(writesDefault(line)).toBe(true)
})

it('is what every program takes when nothing is set', () => {
  const secret = 'x'.repeat(32)
  const console_ = readConfig({ AUTH_SECRET: secret, CONSOLE_ENCRYPTION_KEY: secret })
  const authority = readAuthorityConfig({ NODE_ENV: 'test' })
  const simulator = parseOptions([], { NODE_ENV: 'test', MACHINEID_ORG_KEY: 'key' })
  expect([authority.host, authority.port, authority.dataDir]).toEqual([
    DEFAULTS.AUTHORITY_HOST,
    DEFAULTS.AUTHORITY_PORT,
    DEFAULTS.DATA_DIR,
  ])
  expect(console_.embeddedUrl).toBe(`http://${DEFAULTS.AUTHORITY_HOST}:${DEFAULTS.AUTHORITY_PORT}`)
  expect(simulator?.baseUrl).toBe(console_.embeddedUrl)
  expect([console_.dataDir, console_.publicUrl]).toEqual([
    DEFAULTS.DATA_DIR,
    `http://${DEFAULTS.CONSOLE_HOST}:${DEFAULTS.PORT}`,
  ])
})

it.each([
  [{ hasOrgKey: false }, 'embedded'],
  [{ hasOrgKey: true }, 'https://machineid.io'],
  [{ baseUrl: '', hasOrgKey: true }, 'https://machineid.io'],
  [{ baseUrl: 'embedded', hasOrgKey: true }, 'embedded'],
  [{ baseUrl: 'https://example.org', hasOrgKey: false }, 'https://example.org'],
])('takes for %o the authority %s', (given, authority) => {
  expect(authorityOf(given)).toBe(authority)
})
