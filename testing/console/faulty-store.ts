/** For tests: a real store whose transactions hang, fail or come late until it is healed. */

import type { Context } from '@/lib/services/context'
import { STORE_WAIT_MS } from '@/lib/store/open/open-store'
import type { Db } from '@/lib/store/rows/db'

type Work = (tx: Db) => Promise<unknown>
/** `real` runs the work in a transaction of the real store; `nth` counts transactions from 1. */
export type Behaviour = (real: () => Promise<unknown>, nth: number) => Promise<unknown>

export const hangs: Behaviour = () => new Promise(() => undefined)
export const rejects: Behaviour = () => Promise.reject(new Error('database or disk is full'))

/** The same person, before a store that behaves like that, which is waited for no longer than in production. */
export function behindStore(context: Context, behaviour: Behaviour): { context: Context; heal: () => void } {
  let healed = false
  let nth = 0
  const { store } = context.deps
  const transaction = () => ({
    execute(work: Work) {
      nth += 1
      const real = () => store.db.transaction().execute(work)
      return healed ? real() : behaviour(real, nth)
    },
  })
  const db = new Proxy(store.db, {
    get(target, name) {
      if (name === 'transaction') return transaction
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const heal = () => {
    healed = true
  }
  const deps = { ...context.deps, store: { ...store, db }, storeWaitMs: STORE_WAIT_MS }
  return { context: { ...context, deps }, heal }
}
