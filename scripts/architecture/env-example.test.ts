/** `.env.example` names what console and authority read, no more and no less, and its values are ones that they take. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readConfig as readAuthorityConfig } from '@/lib/authority/config'
import { readConfig } from '@/lib/server/config/config'
import { parseEnvFile } from '../start/parse-env-file.mjs'

const readme = readFileSync('README.md', 'utf8')
const example = readFileSync('.env.example', 'utf8')
const shown = [...example.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name as string)

/** What a program asks its environment for; a secret only by its own name. */
function settingsOf(...readers: ((env: NodeJS.ProcessEnv) => unknown)[]): string[] {
  const names = new Set<string>()
  const env = new Proxy({} as NodeJS.ProcessEnv, {
    get: (_target, name) => {
      names.add(String(name))
      return undefined
    },
  })
  for (const read of readers)
    try {
      read(env)
    } catch {
      // An empty environment is a fault; what was asked for is known all the same.
    }
  return [...names].filter((name) => !names.has(name.replace(/_FILE$/, '')) || !name.endsWith('_FILE')).sort()
}

const settings = settingsOf(readConfig, readAuthorityConfig)
/** Not in `.env.local`: the tests' own. */
const OF_TESTS = ['CHROMIUM_PATH']

/** Names of the README's table, the shortened ones of its row of paths in full. */
const documented = [...readme.matchAll(/^\| (`[A-Z].*?) \|/gm)]
  .flatMap(([, cell]) => [...(cell as string).matchAll(/`(_?[A-Z][A-Z_]+)`/g)].map(([, name]) => name as string))
  .map((name) => (name.startsWith('_') ? `MACHINEID_PATH${name}` : name))
  .filter((name) => !OF_TESTS.includes(name))

it('names every setting once', () => {
  expect(settings.length).toBeGreaterThan(30)
  expect([...shown].sort()).toEqual(settings)
})

it('and so does the README', () => {
  expect([...documented].sort()).toEqual(settings)
})

it('shows values that are taken as they are', () => {
  const values = parseEnvFile(Buffer.from(example.replace(/^# (?=[A-Z_]+=)/gm, '')), '.env.example')
  const secrets = { AUTH_SECRET: 'x'.repeat(32), CONSOLE_ENCRYPTION_KEY: 'x'.repeat(32) }
  expect(() => readConfig({ ...values, ...secrets })).not.toThrow()
  expect(() => readAuthorityConfig({ NODE_ENV: 'test', ...values })).not.toThrow()
})
