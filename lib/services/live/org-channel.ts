/** The open screens of one org, and what they were last told. */
import { setTimeout as delay } from 'node:timers/promises'
import { can, PERMISSIONS } from '@/lib/domain/policy'
import { viewOrgState } from '@/lib/views/view-org'
import type { OrgContext } from '../context'
import type { LiveScreen } from './live-screen'

/** The state is told at least this often: silence means a fault. */
const BEAT_MS = 2_000
/** What follows a reading (its alarms) is waited for this long, so that both are told together. */
const SETTLE_MS = 100

export type OrgChannel = {
  screens: Set<LiveScreen>
  /** Tells the screens if something changed, or if it is time. One at a time; what is asked for meanwhile follows once. */
  tell: () => void
  /** The same in a moment: several changes make one event. */
  tellSoon: () => void
}

export function createOrgChannel({ deps, org }: OrgContext): OrgChannel {
  const screens = new Set<LiveScreen>()
  let last = { text: '', at: 0 }
  let telling = false
  let again = false
  let soon = false

  async function tellOnce(): Promise<void> {
    const [anyone] = screens
    if (!anyone) return
    const { at, role: _, permissions: __, ...state } = await viewOrgState(anyone.context)
    const text = JSON.stringify(state)
    const due = text !== last.text || performance.now() - last.at >= BEAT_MS
    if (due) last = { text, at: performance.now() }
    for (const screen of screens) {
      if (!due && screen.told) continue
      screen.told = true
      const { role } = screen.context
      const permissions = PERMISSIONS.filter((permission) => can(role, permission))
      screen.send('state', JSON.stringify({ ...state, role, permissions, at }))
    }
  }

  async function run(): Promise<void> {
    telling = true
    do {
      again = false
      // Nothing is told of what could not be read: the screens notice the silence and ask for themselves.
      await tellOnce().catch((error) => deps.log.warn({ err: error, org: org.row.slug }, 'open screens not told'))
    } while (again)
    telling = false
  }

  function tell(): void {
    if (telling) again = true
    else void run()
  }

  return {
    screens,
    tell,
    tellSoon() {
      if (soon || screens.size === 0) return
      soon = true
      void delay(SETTLE_MS, undefined, { ref: false }).then(() => {
        soon = false
        tell()
      })
    },
  }
}
