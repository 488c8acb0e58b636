/**
 * What the limits promise, played against them in hours of simulated time, and against limits that are broken on purpose: each of
 * those must break the promise that it is named after.
 */
import { describe, expect, it } from 'vitest'
import { RateLimited } from '@/lib/domain/errors'
import { networkOf } from '@/lib/domain/sign-in/network'
import { createSignInLimits, LANE_RULES, type Lane, type LaneRules, type SignInLimits } from './sign-in-limits'

const NOW = 1_800_000_000_000
const HOUR_MS = 3_600_000
const STEP_MS = 250

type World = { limits: SignInLimits; now: number }
type Guess = (step: number) => Lane

/** Guesses wrong at every step; how many guesses were looked at, and the longest that one had to wait. */
async function guess(world: World, forMs: number, next: Guess): Promise<{ looked: number; waitMs: number }> {
  let [looked, waitMs] = [0, 0]
  for (const until = world.now + forMs; world.now < until; world.now += STEP_MS) {
    const refused = await world.limits
      .attempt(next(world.now / STEP_MS), world.now, async () => {
        looked += 1
        return false
      })
      .catch((error: unknown) => error)
    if (refused instanceof RateLimited) waitMs = Math.max(waitMs, refused.retryAfterMs)
  }
  return { looked, waitMs }
}

/** Whether the right password is looked at now. */
const isLookedAt = ({ limits, now }: World, lane: Lane) =>
  limits.attempt(lane, now, async () => true).catch(() => false)

const account = 'ann'
const address = (at: number) => `198.51.${Math.floor(at / 250) % 250}.${at % 250}`
const fromEverywhere: Guess = (at) => ({ kind: 'stranger', account, network: networkOf(address(at)) })
const browser: Lane = { kind: 'browser', account, browserId: 'laptop' }
const session: Lane = { kind: 'session', account, sessionId: 'open' }
const knownNetwork: Lane = { kind: 'known-network', account, network: address(1) }

/** Each says what is wrong, or nothing. */
const PROMISES: Record<string, (world: World) => Promise<string | undefined>> = {
  async 'one account is not guessed at without end from many addresses'(world) {
    const { looked } = await guess(world, HOUR_MS, fromEverywhere)
    return looked > 80 ? `${looked} guesses an hour` : undefined
  },
  async 'one network does not guess at many accounts without end'(world) {
    const { looked } = await guess(world, HOUR_MS, (at) => ({
      kind: 'stranger',
      account: `account-${at}`,
      network: networkOf(address(1)),
    }))
    return looked > 120 ? `${looked} guesses an hour` : undefined
  },
  async 'the addresses of one IPv6 network are one guesser'(world) {
    const { looked } = await guess(world, HOUR_MS, (at) => ({
      kind: 'stranger',
      account: `account-${at}`,
      network: networkOf(`2001:db8:1:2::${(at % 60_000).toString(16)}`),
    }))
    return looked > 120 ? `${looked} guesses an hour` : undefined
  },
  async 'no account is locked out: the longest wait is a minute, whatever came before'(world) {
    const { waitMs } = await guess(world, 2 * HOUR_MS, fromEverywhere)
    if (waitMs > 60_000) return `waits ${waitMs} ms`
    world.now += 60_000
    return (await isLookedAt(world, fromEverywhere(0))) ? undefined : 'not looked at a minute after the flood'
  },
  async 'strangers delay no browser, no known network and no session'(world) {
    await guess(world, HOUR_MS, (at) => ({ kind: 'stranger', account, network: networkOf(address(at % 61)) }))
    for (const lane of [browser, session, knownNetwork])
      if (!(await isLookedAt(world, lane))) return `${lane.kind} was delayed`
    return undefined
  },
  async 'guesses from a known network delay no browser and no session'(world) {
    await guess(world, HOUR_MS, () => knownNetwork)
    for (const lane of [browser, session]) if (!(await isLookedAt(world, lane))) return `${lane.kind} was delayed`
    return undefined
  },
  async 'guesses from the owner’s network at the pace of one of 61 leave a new phone there in'(world) {
    for (let at = 0; at < 180 * 2.7; at += 1) {
      world.now += 1_000 / 2.7
      await isLookedAt(world, knownNetwork)
      const wrong = await world.limits.attempt(knownNetwork, world.now, async () => false).catch(() => 'delayed')
      if (wrong === 'delayed') return `delayed after ${Math.round(at / 2.7)} s`
    }
    return undefined
  },
  async 'a stolen cookie gives a lane that is limited'(world) {
    const { looked, waitMs } = await guess(world, HOUR_MS, () => browser)
    return looked > 100 || waitMs > 60_000 ? `${looked} guesses an hour, waits ${waitMs} ms` : undefined
  },
  async 'a known network gives a lane that is limited'(world) {
    const { looked } = await guess(world, 24 * HOUR_MS, () => knownNetwork)
    return looked > 2_200 ? `${looked} guesses a day` : undefined
  },
  async 'a lane of one account is none of another'(world) {
    await guess(world, HOUR_MS, () => knownNetwork)
    const other = await isLookedAt(world, { ...knownNetwork, account: 'ben' })
    return other ? undefined : 'another account was delayed'
  },
  async 'confirmations are limited, and count for their account'(world) {
    const { looked } = await guess(world, HOUR_MS, () => session)
    if (looked > 100) return `${looked} guesses an hour`
    return (await isLookedAt(world, fromEverywhere(0))) ? 'strangers may guess as if nothing had been tried' : undefined
  },
  async 'many guesses at once are no way around it'(world) {
    const checks: (() => void)[] = []
    const made = Array.from({ length: 200 }, (_, at) =>
      world.limits
        .attempt(fromEverywhere(at), world.now, () => new Promise((done) => checks.push(() => done(false))))
        .catch(() => 'refused'),
    )
    let looked = 0
    for (;;) {
      await new Promise((done) => setImmediate(done))
      const check = checks.shift()
      if (!check) break
      looked += 1
      check()
    }
    await Promise.all(made)
    return looked > 10 ? `${looked} were looked at` : undefined
  },
  async 'right passwords cause no delay'(world) {
    for (let at = 0; at < 200; at += 1)
      for (const lane of [browser, session, knownNetwork, fromEverywhere(1)])
        if (!(await isLookedAt(world, lane))) return `${lane.kind} was delayed after ${at}`
    return undefined
  },
}

const worldOf = (limits: SignInLimits): World => ({ limits, now: NOW })

describe('the limits keep what they promise', () => {
  it.each(Object.entries(PROMISES))('%s', async (_, promise) => {
    expect(await promise(worldOf(createSignInLimits()))).toBeUndefined()
  })
})

const unlimited = (rule: keyof LaneRules) =>
  createSignInLimits({ ...LANE_RULES, [rule]: { ...LANE_RULES[rule], free: Number.POSITIVE_INFINITY } })

/** Real limits, given each attempt as `change` has it. */
function changed(change: (lane: Lane) => Lane): SignInLimits {
  const limits = createSignInLimits()
  return { ...limits, attempt: (lane, now, check) => limits.attempt(change(lane), now, check) }
}

/** As it was: ten attempts for each pair of account and network, then five minutes without any. */
function byPairAlone(): SignInLimits {
  const spent = new Map<string, { count: number; until: number }>()
  return {
    ...createSignInLimits(),
    async attempt(lane, now, check) {
      const key = JSON.stringify(lane)
      const known = spent.get(key)
      const current = known && now < known.until ? known : { count: 0, until: now + 300_000 }
      spent.set(key, { ...current, count: current.count + 1 })
      if (current.count >= 10) throw new RateLimited(current.until - now)
      return check()
    },
  }
}

/** Counts a wrong password when its check has ended. */
function countedLate(): SignInLimits {
  const limits = createSignInLimits()
  return {
    ...limits,
    async attempt(lane, now, check) {
      if (await check()) return true
      return limits.attempt(lane, now, async () => false)
    },
  }
}

/** Never takes back what it counted. */
function rightCounts(): SignInLimits {
  const limits = createSignInLimits()
  return {
    ...limits,
    async attempt(lane, now, check) {
      let isRight = false
      await limits.attempt(lane, now, async () => {
        isRight = await check()
        return false
      })
      return isRight
    },
  }
}

describe('a mutant breaks what it is named after', () => {
  const MUTANTS: [string, () => SignInLimits, keyof typeof PROMISES][] = [
    [
      'no limit by account',
      () => unlimited('account'),
      'one account is not guessed at without end from many addresses',
    ],
    ['no limit by network', () => unlimited('network'), 'one network does not guess at many accounts without end'],
    [
      'every address is a network',
      () =>
        changed((lane) => (lane.kind === 'stranger' ? { ...lane, network: `${lane.network} ${lane.account}` } : lane)),
      'the addresses of one IPv6 network are one guesser',
    ],
    ['as it was: by pair alone', byPairAlone, 'one account is not guessed at without end from many addresses'],
    ['as it was: locked for five minutes', byPairAlone, 'a stolen cookie gives a lane that is limited'],
    [
      'one lane for all',
      () => changed((lane) => ({ kind: 'stranger', account: lane.account, network: networkOf(address(1)) })),
      'strangers delay no browser, no known network and no session',
    ],
    [
      'browsers share the lane of their network',
      () => changed((lane) => (lane.kind === 'stranger' ? lane : { ...knownNetwork, account: lane.account })),
      'guesses from a known network delay no browser and no session',
    ],
    ['no limit for a known browser', () => unlimited('known'), 'a stolen cookie gives a lane that is limited'],
    ['no limit in a known network', () => unlimited('knownNetwork'), 'a known network gives a lane that is limited'],
    [
      'a known network is limited like strangers',
      () => createSignInLimits({ ...LANE_RULES, knownNetwork: LANE_RULES.network }),
      'guesses from the owner’s network at the pace of one of 61 leave a new phone there in',
    ],
    [
      'a known network is known to every account',
      () => changed((lane) => ({ ...lane, account: 'every-account' })),
      'a lane of one account is none of another',
    ],
    [
      'confirmations are not limited',
      () => unlimited('known'),
      'confirmations are limited, and count for their account',
    ],
    [
      'confirmations count for nothing else',
      () => changed((lane) => (lane.kind === 'session' ? { kind: 'browser', account, browserId: 'session' } : lane)),
      'confirmations are limited, and count for their account',
    ],
    ['counted when the check has ended', countedLate, 'many guesses at once are no way around it'],
    ['right passwords count', rightCounts, 'right passwords cause no delay'],
  ]
  it.each(MUTANTS)('%s', async (_, mutant, promise) => {
    expect(await PROMISES[promise]?.(worldOf(mutant()))).toBeDefined()
  })
})
