/**
 * How often a password may be tried, in lanes that do not slow each other down. A flood of sign-ins fills the lane of
 * strangers: a browser that signed in before, a network from which the account signed in before, and a session that confirms its
 * password each have a lane of their own for that account. Every lane is limited, and every limit is a delay of at most a minute.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { RateLimited } from '@/lib/domain/errors'
import { createDelays, type DelayRule, type Delays } from './delays'
import { createPasswordGate, type PasswordGate, type Rank } from './password-gate'

/** Whose attempt it is. `account`: what `accountKey` made of the e-mail. */
export type Lane =
  | { kind: 'session'; account: string; sessionId: string }
  | { kind: 'browser'; account: string; browserId: string }
  | { kind: 'known-network'; account: string; network: string }
  | { kind: 'stranger'; account: string; network: string }

export type LaneRules = Record<'account' | 'network' | 'known' | 'knownNetwork', DelayRule>

const MINUTE_MS = 60_000

export const LANE_RULES: LaneRules = {
  /** Strangers, by account: wherever they come from, they share these. */
  account: { free: 5, forgetMs: 3 * MINUTE_MS, keysMax: 20_000 },
  /** Strangers, by network. */
  network: { free: 15, forgetMs: MINUTE_MS, keysMax: 20_000 },
  /** One browser or one session. */
  known: { free: 10, forgetMs: MINUTE_MS, keysMax: 20_000 },
  /**
   * One account in one network: a person with a new phone looks the same as an attacker in their network, so the delay begins
   * only after some minutes of a flood from there.
   */
  knownNetwork: { free: 500, forgetMs: MINUTE_MS, keysMax: 20_000 },
}

export type SignInLimits = {
  /** A key for an e-mail as typed, which is kept nowhere: people type passwords there. */
  accountKey: (email: string) => string
  /** How long strangers in the network have to wait, whatever the account, in ms. */
  strangerWaitMs: (network: string, now: number) => number
  /**
   * Runs the check of a password in its lane and its turn; a wrong one counts. @throws RateLimited before the check: the lane has
   * to wait, or too many wait already.
   */
  attempt: (lane: Lane, now: number, check: () => Promise<boolean>) => Promise<boolean>
}

const RANK: Record<Lane['kind'], Rank> = { session: 0, browser: 0, 'known-network': 1, stranger: 2 }

/** How long to wait where too many are being checked, in ms: each takes some 30. */
const BUSY_MS = 2_000

export function createSignInLimits(rules = LANE_RULES, gate: PasswordGate = createPasswordGate()): SignInLimits {
  const byAccount = createDelays(rules.account)
  const byNetwork = createDelays(rules.network)
  const byKnown = createDelays(rules.known)
  const byKnownNetwork = createDelays(rules.knownNetwork)
  const secret = randomBytes(32)

  /** What an attempt in the lane waits for, and what a wrong one counts for. */
  function delaysOf(lane: Lane): { waits: [Delays, string][]; counts: [Delays, string][] } {
    const { account } = lane
    switch (lane.kind) {
      case 'stranger': {
        const both: [Delays, string][] = [
          [byAccount, account],
          [byNetwork, lane.network],
        ]
        return { waits: both, counts: both }
      }
      case 'known-network': {
        const own: [Delays, string][] = [[byKnownNetwork, `${account} ${lane.network}`]]
        return { waits: own, counts: own }
      }
      case 'browser': {
        const own: [Delays, string][] = [[byKnown, `${account} browser ${lane.browserId}`]]
        return { waits: own, counts: own }
      }
      case 'session': {
        const own: [Delays, string][] = [[byKnown, `${account} session ${lane.sessionId}`]]
        // Guesses with a stolen session and guesses at the sign-in are of one account.
        return { waits: own, counts: [...own, [byAccount, account]] }
      }
    }
  }

  return {
    accountKey: (email) => createHmac('sha256', secret).update(email).digest('base64url'),
    strangerWaitMs: (network, now) => byNetwork.waitMs(network, now),
    async attempt(lane, now, check) {
      const { waits, counts } = delaysOf(lane)
      const waitMs = Math.max(...waits.map(([delays, key]) => delays.waitMs(key, now)))
      if (waitMs > 0) {
        // If guesses at an account go on while it has to wait, their network is slowed down, too.
        if (lane.kind === 'stranger' && byNetwork.waitMs(lane.network, now) === 0) byNetwork.count(lane.network, now)
        throw new RateLimited(waitMs)
      }
      for (const [delays, key] of counts) delays.count(key, now)
      const takeBack = () => {
        for (const [delays, key] of counts) delays.takeBack(key)
      }
      const isRight = await gate.run(RANK[lane.kind], check).catch((error) => {
        takeBack()
        throw error
      })
      if (isRight !== false) takeBack()
      if (isRight === null) throw new RateLimited(BUSY_MS)
      return isRight
    },
  }
}
