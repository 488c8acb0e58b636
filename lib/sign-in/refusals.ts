/**
 * The record of passwords that were refused. The first is an event of its own; what follows within a minute is one event with a
 * count, and so on for each minute until one is quiet. However many there are, the record grows by an event a minute for all
 * sign-ins together, and by one for each person who confirms. What was typed is in none of them: people type passwords into the
 * e-mail field.
 */

import { consoleOrigin, type Origin, record } from '@/lib/audit/audit-log'
import { withTimeoutOr } from '@/lib/concurrency/with-timeout'
import type { RefusedMore } from '@/lib/domain/sign-in/refused-password'
import type { SignInDeps } from './sign-in-deps'

export type Refusal = {
  kind: 'session.refused' | 'session.confirm-refused'
  /** E-mail of an account that there is; null where there is none. */
  account: string | null
  /** Who confirmed; null at a sign-in. */
  actor: Origin['actor']
  address: string | null
  /** The password was not looked at: the next attempt had to wait. */
  delayed: boolean
}

export type Refusals = {
  /** Resolves when the first of a series is written, and at once for what is counted; never rejects. */
  note: (refusal: Refusal) => Promise<void>
  /** Writes what is counted, for the end of the process. */
  close: () => Promise<void>
}

const EVERY_MS = 60_000
const WRITE_WAIT_MS = 1_500
const NAMED_MAX = 10

type Series = {
  first: Refusal
  count: number
  delayed: number
  accounts: Set<string>
  addresses: Set<string>
  timer: NodeJS.Timeout
}

export function createRefusals(depsOf: () => SignInDeps, { everyMs = EVERY_MS } = {}): Refusals {
  const series = new Map<string, Series>()

  const write = (
    first: Refusal,
    data: { account: string | null; delayed?: true } | RefusedMore,
    address: string | null,
  ) => {
    const { store, clock } = depsOf()
    const origin = { ...consoleOrigin(null, clock.now()), actor: first.actor, address }
    return record(store.db, origin, first.kind, data)
  }

  /** Writes the count of the minute, which goes on counting where it cannot be written. Ends the series after a quiet one. */
  async function turn(key: string): Promise<void> {
    const current = series.get(key)
    if (!current) return
    if (current.count === 0) {
      series.delete(key)
      return
    }
    const { first, count, delayed, accounts, addresses } = current
    const next = start(key, first)
    try {
      await write(first, { count, delayed, accounts: [...accounts].sort(), addresses: [...addresses].sort() }, null)
    } catch (error) {
      next.count += count
      next.delayed += delayed
      depsOf().log.warn({ err: error, count }, 'refused passwords are not recorded yet')
    }
  }

  function start(key: string, first: Refusal): Series {
    const timer = setTimeout(() => void turn(key), everyMs)
    timer.unref()
    const made = { first, count: 0, delayed: 0, accounts: new Set<string>(), addresses: new Set<string>(), timer }
    series.set(key, made)
    return made
  }

  return {
    async note(refusal) {
      const { kind, actor, account, address, delayed } = refusal
      const key = actor === null ? kind : `${kind} ${actor.userId}`
      const current = series.get(key)
      if (!current) {
        start(key, refusal)
        const data = delayed ? { account, delayed: true as const } : { account }
        await withTimeoutOr(write(refusal, data, address), WRITE_WAIT_MS, undefined)
        return
      }
      current.count += 1
      if (delayed) current.delayed += 1
      if (account !== null && current.accounts.size < NAMED_MAX) current.accounts.add(account)
      if (address !== null && current.addresses.size < NAMED_MAX) current.addresses.add(address)
    },
    async close() {
      for (const [key, { timer }] of [...series]) {
        clearTimeout(timer)
        await turn(key)
        clearTimeout(series.get(key)?.timer)
        series.delete(key)
      }
    },
  }
}
