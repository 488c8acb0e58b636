/** `.env.example` names what console and authority read, no more and no less, and its values are ones that they take. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readConfig as readAuthorityConfig } from '@/lib/authority/config'
import { readConfig } from '@/lib/server/config/config'
import { parseEnvFile } from '../start/parse-env-file.mjs'

const readme = readFileSync('README.md', 'utf8')
const example = readFileSync('.env.example', 'utf8')
const shown = [...example.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name as string)

type Reader = (env: NodeJS.ProcessEnv) => unknown

/** What programs ask their environment for. */
function askedBy(...readers: Reader[]): Set<string> {
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
  return names
}

const asked = askedBy(readConfig, readAuthorityConfig)
/** By its own name alone where it may be given as a file too. */
const isFileOfAnother = (name: string) => name.endsWith('_FILE') && asked.has(name.replace(/_FILE$/, ''))
const settings = [...asked].filter((name) => !isFileOfAnother(name)).sort()
const asFile = settings.filter((name) => asked.has(`${name}_FILE`))
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

it('which marks what may be given as a file', () => {
  const marked = [...readme.matchAll(/`([A-Z_]+)` †/g)].map(([, name]) => name as string)
  expect(marked.sort()).toEqual(asFile)
})

it('shows values that are taken as they are', () => {
  const values = parseEnvFile(Buffer.from(example.replace(/^# (?=[A-Z_]+=)/gm, '')), '.env.example')
  const secrets = { AUTH_SECRET: 'x'.repeat(32), CONSOLE_ENCRYPTION_KEY: 'x'.repeat(32) }
  expect(() => readConfig({ ...values, ...secrets })).not.toThrow()
  expect(() => readAuthorityConfig({ NODE_ENV: 'test', ...values })).not.toThrow()
})
