/**
 * The authority's clock steps by a day around a stop: no screen may call a device confirmed that was not denied, nor raise an
 * alarm for what it was allowed before. With an authority that gives revisions, and with one that gives times alone.
 */
import { expect, it } from 'vitest'
import { type TestConsole, testConsole } from '../console/test-console'
import { startFaultServer } from '../faults/fault-server'
import { type Fault, raw } from '../faults/faults'

const DEVICES = ['crewai:prod:runner:01', 'crewai:prod:runner:02']
const DAY = 86_400_000

/** As an authority that knows no revisions answers: everything else passes. */
const withoutRevisions =
  (authorityUrl: string): Fault =>
  async (socket, { method, path, headers, body }) => {
    if (/[?&]since=/.test(path))
      return raw(400, '{"status":"error","error":"unknown_parameter"}')(socket, null as never)
    const response = await fetch(`${authorityUrl}${path}`, {
      method,
      headers: { 'x-org-key': headers['x-org-key'] ?? '', ...(body ? { 'content-type': 'application/json' } : {}) },
      body: method === 'GET' ? undefined : body,
    })
    const text = JSON.stringify(await response.json(), (key, value) => (/revision/i.test(key) ? undefined : value))
    await raw(response.status, text, { 'content-type': 'application/json' })(socket, null as never)
  }

type Gives = 'revisions' | 'times alone'

/** A console whose agents have asked once; `step` sets the authority's clock off by so many ms. */
async function behindClock(gives: Gives, play: (running: TestConsole, step: (ms: number) => void) => Promise<void>) {
  let stepped = 0
  const faults = await startFaultServer()
  const running = await testConsole({
    devices: DEVICES,
    authorityNow: () => Date.now() + stepped,
    baseUrl(authority) {
      if (gives === 'revisions') return authority.url
      faults.always(withoutRevisions(authority.url))
      return faults.url
    },
  })
  try {
    for (const id of DEVICES) await running.agent('validate', id)
    await running.org.reader.readNow()
    await play(running, (ms) => {
      stepped = ms
    })
  } finally {
    await running.close()
    await faults.close()
  }
}

const NONE_CONFIRMED = { confirmed: 0, waiting: 2, asked: 0, contradicted: 0 }
const confirmedOf = (confirmed: number) => ({ ...NONE_CONFIRMED, confirmed, waiting: 2 - confirmed })

async function denyOne(running: TestConsole): Promise<void> {
  expect((await running.agent('validate', DEVICES[0] as string)).allowed).toBe(false)
  await running.org.reader.readNow()
}

const STEPS = [
  { gives: 'revisions', steps: 'forward', by: DAY, confirmed: 1 },
  { gives: 'revisions', steps: 'back', by: -DAY, confirmed: 1 },
  { gives: 'times alone', steps: 'forward', by: DAY, confirmed: 1 },
  // By its own times the denial comes before the stop: silence is claimed rather than success.
  { gives: 'times alone', steps: 'back', by: -DAY, confirmed: 0 },
] as const

it.each(STEPS)('an authority with $gives whose clock steps $steps before the stop', ({ gives, by, confirmed }) =>
  behindClock(gives, async (running, step) => {
    step(by)
    const { id } = await running.act(await running.as('responder'), { kind: 'disable' })
    await running.org.reader.readNow()
    // No device has asked since: that is all that is known.
    expect(running.org.stops.counts(id)).toEqual(NONE_CONFIRMED)
    await denyOne(running)
    expect(running.org.stops.counts(id)).toEqual(confirmedOf(confirmed))
  }),
)

it('an authority with times alone whose clock steps back before a revoke raises no alarm for what came before', () =>
  behindClock('times alone', async (running, step) => {
    step(-DAY)
    const { id } = await running.act(await running.as('responder'), { kind: 'revoke', target: { ids: DEVICES } })
    await running.org.reader.readNow()
    expect(running.org.stops.counts(id)).toEqual(NONE_CONFIRMED)
    // Its decisions from now on are dated by the clock as it is now.
    await denyOne(running)
    expect(running.org.stops.counts(id)).toEqual(confirmedOf(1))
  }))

it.each(STEPS)('an authority with $gives whose clock steps $steps after the stop', ({ gives, by, confirmed }) =>
  behindClock(gives, async (running, step) => {
    const { id } = await running.act(await running.as('responder'), { kind: 'disable' })
    step(by)
    await denyOne(running)
    expect(running.org.stops.counts(id)).toEqual(confirmedOf(confirmed))
  }),
)
