import { afterEach } from 'vitest'
import { type ListenOptions, type RunningAuthority, startAuthority } from '@/lib/authority/start-authority'
import { type Api, apiOf } from './api'
import { AGENT_KEY, ORG_KEY } from './test-keys'

export type TestAuthority = RunningAuthority & { org: Api; agent: Api }

const running: RunningAuthority[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((authority) => authority.close()))
})

/** A real authority on a free port, in memory by default; closed after the test. */
export async function testAuthority(options: Partial<ListenOptions> = {}): Promise<TestAuthority> {
  const given = { dataDir: ':memory:', orgKey: ORG_KEY, agentKey: AGENT_KEY, drainMs: 200, ...options }
  const authority = await startAuthority(given)
  running.push(authority)
  return { ...authority, org: apiOf(authority.url, given.orgKey), agent: apiOf(authority.url, given.agentKey) }
}
