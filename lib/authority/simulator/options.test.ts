import { expect, it } from 'vitest'
import { fleetIds } from './device-ids'
import { parseOptions } from './options'

const env: NodeJS.ProcessEnv = { NODE_ENV: 'test', MACHINEID_ORG_KEY: 'org_agent_x' }

it("starts with the guide's 25 agents", () => {
  const ids = fleetIds(25)
  expect(ids).toHaveLength(25)
  expect(ids[0]).toBe('crewai:prod:runner:01')
  expect(ids[9]).toBe('crewai:prod:runner:10')
  expect(ids.slice(10, 13)).toEqual(['01', '02', '03'].map((instance) => `crewai:prod:cron-nightly:${instance}`))
  expect(ids[13]).toBe('crewai:prod:event-consumer:01')
  expect(ids[24]).toBe('crewai:prod:tool-runner:06')
  expect(fleetIds(3)).toEqual(ids.slice(0, 3))
})

it('goes on with distinct ids over every kind, the same each time', () => {
  const ids = fleetIds(10_000)
  expect(new Set(ids).size).toBe(10_000)
  expect(ids).toEqual(fleetIds(10_000))
  expect(fleetIds(100)).toEqual(ids.slice(0, 100))
  for (const part of [0, 1, 2]) expect(new Set(ids.map((id) => id.split(':')[part])).size).toBeGreaterThanOrEqual(3)
})

it('reads its options', () => {
  const options = parseOptions(['--count', '100', '--interval', 'cron-nightly=30s,*=500ms', '--respawn'], env)
  expect(options).toMatchObject({ count: 100, key: 'org_agent_x', baseUrl: 'http://127.0.0.1:4040', respawn: true })
  expect(options?.intervalMs('crewai:prod:cron-nightly:01')).toBe(30_000)
  expect(options?.intervalMs('crewai:prod:runner:01')).toBe(500)
  expect(options?.firstWithinMs).toBeUndefined()
  expect(parseOptions(['--first-within', '300ms'], env)?.firstWithinMs).toBe(300)
  expect(parseOptions(['--help'], { NODE_ENV: 'test' })).toBeNull()
})

it.each([
  [['--count', '0'], /--count must be 1 to 10000/],
  [['--count', '201', '--process'], /--count must be 1 to 200 with --process/],
  [['--interval', '2'], /"2" is no interval/],
  [['--interval', 'a=1s,a=2s'], /names "a" twice/],
  [['--timeout', '0s'], /is no interval/],
  [['--base-url', 'localhost:4040'], /--base-url must be an address/],
  [['--frobnicate'], /Unknown option '--frobnicate'/],
  [['stray'], /stray/],
  [['--key', 'has space'], /characters that no key has/],
])('says in one sentence what is wrong with %j', (argv, message) => {
  expect(() => parseOptions(argv, env)).toThrow(message)
})

it('wants a key', () => {
  expect(() => parseOptions([], { NODE_ENV: 'test' })).toThrow(/No key/)
  expect(() => parseOptions([], { NODE_ENV: 'test', MACHINEID_ORG_KEY_FILE: '/nowhere' })).toThrow(
    /cannot be read \(ENOENT\)/,
  )
})
