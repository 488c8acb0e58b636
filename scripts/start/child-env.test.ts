/** Each program's environment holds what it reads, and no secret of another. */
import { expect, it } from 'vitest'
import { readConfig as readAuthorityConfig } from '@/lib/authority/config'
import { parseOptions } from '@/lib/authority/simulator/options'
import { readConfig } from '@/lib/server/config/config'
import { authorityEnv, buildEnv, consoleEnv, fleetEnv } from './child-env.mjs'

/** The names that a program asks its environment for. */
function namesAsked(read: (env: NodeJS.ProcessEnv) => unknown): string[] {
  const names = new Set<string>()
  const env = new Proxy({} as NodeJS.ProcessEnv, {
    get: (_target, name) => {
      names.add(String(name))
      return undefined
    },
  })
  try {
    read(env)
  } catch {
    // An empty environment is a fault; what was asked for is known all the same.
  }
  return [...names].filter((name) => /^[A-Z_]+$/.test(name))
}

const CONSOLE_ASKS = namesAsked(readConfig)
const AUTHORITY_ASKS = namesAsked(readAuthorityConfig)
const FLEET_ASKS = namesAsked((env) => parseOptions([], env))
const FULL = Object.fromEntries(
  [...CONSOLE_ASKS, ...AUTHORITY_ASKS, ...FLEET_ASKS, 'STRANGER', 'PATH', 'LC_ALL', 'NEW_PASSWORD'].map((name) => [
    name,
    `value of ${name}`,
  ]),
)

it('the console finds everything that it reads', () => {
  expect(CONSOLE_ASKS.length).toBeGreaterThan(30)
  expect(Object.keys(consoleEnv(FULL, true))).toEqual(expect.arrayContaining([...CONSOLE_ASKS, 'PATH', 'LC_ALL']))
})

it('the authority finds everything that it reads', () => {
  expect(AUTHORITY_ASKS.length).toBeGreaterThan(6)
  expect(Object.keys(authorityEnv(FULL)).sort()).toEqual([...AUTHORITY_ASKS, 'PATH', 'LC_ALL'].sort())
})

it('the console gets no agent key, and no key of an authority that is not its own', () => {
  const mine = (embedded: boolean) => Object.keys(consoleEnv(FULL, embedded))
  for (const names of [mine(true), mine(false)])
    for (const name of ['AUTHORITY_AGENT_KEY', 'AUTHORITY_AGENT_KEY_FILE', 'STRANGER', 'NEW_PASSWORD'])
      expect(names).not.toContain(name)
  expect(mine(true).filter((name) => /^AUTHORITY_.*_KEY$/.test(name))).toEqual([
    'AUTHORITY_ORG_KEY',
    'AUTHORITY_ADMIN_KEY',
  ])
  expect(mine(false).filter((name) => /^AUTHORITY_.*_KEY/.test(name))).toEqual([])
})

it('the authority gets no secret of the console', () => {
  const names = Object.keys(authorityEnv(FULL))
  expect(names.filter((name) => /^(AUTH_SECRET|CONSOLE_|ADMIN_|MACHINEID_|STRANGER)/.test(name))).toEqual([])
})

it('a fleet gets the agent key and nothing else of ours, as a value or as a file', () => {
  expect(fleetEnv({ ...FULL, AUTHORITY_AGENT_KEY: 'org_agent_x' })).toEqual({
    PATH: 'value of PATH',
    LC_ALL: 'value of LC_ALL',
    MACHINEID_ORG_KEY: 'org_agent_x',
  })
  expect(fleetEnv({ AUTHORITY_AGENT_KEY_FILE: '/run/agent' })).toEqual({ MACHINEID_ORG_KEY_FILE: '/run/agent' })
})

it('installing and building get no variable of ours, and keep those of the machine', () => {
  const names = Object.keys(buildEnv({ ...FULL, HTTPS_PROXY: 'http://proxy', CXX: 'g++' }))
  expect(names.sort()).toEqual(['CXX', 'HTTPS_PROXY', 'LC_ALL', 'NEXT_TELEMETRY_DISABLED', 'PATH', 'STRANGER'])
})
