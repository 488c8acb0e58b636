/** The one promise, while validates race with stops; and that the race finds authorities which break it. */
import { expect, it } from 'vitest'
import { type Api, apiOf } from '@/testing/authority/api'
import { type Fault, startBrokenTwin } from '@/testing/authority/mutants'
import { testAuthority } from '@/testing/authority/test-authority'

const AGENTS = 12
const FLIPS = 15
/** A stop stays until so many validates began and ended under it. */
const VALIDATES_UNDER_STOP = 3 * AGENTS

type Validate = { startedAt: number; endedAt: number; allowed: boolean }
/** From the acknowledgement of a stop until its resume is sent. */
type Window = { from: number; to: number }

type Flip = { stop: () => Promise<unknown>; resume: () => Promise<unknown> }

/** Lets many agents validate during stops and resumes; returns the validates that were allowed though a stop was in force. */
async function violations(
  agentOf: () => Api,
  flip: Flip,
  flips: number,
): Promise<{ allowed: Validate[]; during: number }> {
  const validates: Validate[] = []
  const windows: Window[] = []
  let racing = true
  let wake = () => {}
  const until = async (holds: () => boolean) => {
    while (!holds())
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  const validate = async () => {
    while (racing) {
      const api = agentOf()
      const startedAt = performance.now()
      const { body } = await api.post('devices/validate', { deviceId: 'a' })
      validates.push({ startedAt, endedAt: performance.now(), allowed: body.allowed })
      wake()
    }
  }
  const agents = Array.from({ length: AGENTS }, validate)
  let resumedAt = Number.NEGATIVE_INFINITY
  for (let done = 0; done < flips; done += 1) {
    // Agents work when the stop comes.
    await until(() => validates.some((one) => one.startedAt >= resumedAt))
    await flip.stop()
    const from = performance.now()
    const enough = () => validates.filter((one) => one.startedAt >= from).length >= VALIDATES_UNDER_STOP
    await until(enough)
    windows.push({ from, to: performance.now() })
    await flip.resume()
    resumedAt = performance.now()
  }
  racing = false
  await Promise.all(agents)
  const within = validates.filter((one) => windows.some(({ from, to }) => one.startedAt >= from && one.endedAt <= to))
  return { allowed: within.filter((one) => one.allowed), during: within.length }
}

const flipOf = (org: Api, kind: 'device' | 'org'): Flip =>
  kind === 'device'
    ? {
        stop: () => org.post('devices/revoke', { deviceId: 'a' }),
        resume: () => org.post('devices/unrevoke', { deviceId: 'a' }),
      }
    : { stop: () => org.post('org/disable'), resume: () => org.post('org/enable') }

it.each(['device', 'org'] as const)('after an acknowledged stop of the %s no validate is allowed', async (kind) => {
  const { org, agent } = await testAuthority()
  await agent.post('devices/register', { deviceId: 'a' })
  const { allowed, during } = await violations(() => agent, flipOf(org, kind), FLIPS)
  expect(allowed).toEqual([])
  expect(during).toBeGreaterThan(FLIPS * VALIDATES_UNDER_STOP - 1)
})

it('after an acknowledged rotation without overlap the old key opens nothing', async () => {
  const { url, org, agent } = await testAuthority()
  await agent.post('devices/register', { deviceId: 'a' })
  let current = agent
  let old = agent
  const flip: Flip = {
    stop: async () => {
      old = current
      const { body } = await org.post('org/rotate_key', { kind: 'agent' })
      current = apiOf(url, body.orgApiKey)
    },
    // From here on the agents use the new key, and are allowed.
    resume: async () => {
      old = current
    },
  }
  const { allowed, during } = await violations(() => old, flip, FLIPS)
  expect(allowed).toEqual([])
  expect(during).toBeGreaterThan(FLIPS * VALIDATES_UNDER_STOP - 1)
})

it.each([
  ['ack before commit', 'device'],
  ['ack before commit', 'org'],
  ['cached decision', 'device'],
  ['cached decision', 'org'],
] as [Fault, 'device' | 'org'][])('the race finds a twin with %s (%s)', async (fault, kind) => {
  const real = await testAuthority()
  await real.agent.post('devices/register', { deviceId: 'a' })
  const twin = await startBrokenTwin(real.url, fault)
  try {
    const agent = apiOf(twin.url, real.agent.key)
    const { allowed } = await violations(() => agent, flipOf(apiOf(twin.url, real.org.key), kind), 4)
    expect(allowed.length).toBeGreaterThan(0)
  } finally {
    await twin.close()
  }
})
