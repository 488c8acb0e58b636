/** The open screens of one org, and the state that was last sent to them. */
import { setTimeout as delay } from 'node:timers/promises'
import { can, PERMISSIONS } from '@/lib/domain/policy'
import { viewOrgState } from '@/lib/views/view-org'
import type { OrgContext } from '../context'
import type { LiveScreen } from './live-screen'

/** The state is sent at least this often: silence means a fault. */
const BEAT_MS = 2_000
/** Waits this long for what follows a reading (its alarms), so that both are sent together. */
const SETTLE_MS = 100

export type OrgChannel = {
  screens: Set<LiveScreen>
  /** Sends the state if it changed or is due. One at a time; if called meanwhile, it is sent once more afterwards. */
  send: () => void
  /** The same in a moment: several changes make one event. */
  sendSoon: () => void
}

export function createOrgChannel({ deps, org }: OrgContext): OrgChannel {
  const screens = new Set<LiveScreen>()
  let last = { text: '', at: 0 }
  let sending = false
  let again = false
  let soon = false

  async function sendOnce(): Promise<void> {
    const [anyone] = screens
    if (!anyone) return
    const { at, role: _, permissions: __, ...state } = await viewOrgState(anyone.context)
    const text = JSON.stringify(state)
    const due = text !== last.text || performance.now() - last.at >= BEAT_MS
    if (due) last = { text, at: performance.now() }
    for (const screen of screens) {
      if (!due && screen.isCurrent) continue
      screen.isCurrent = true
      const { role } = screen.context
      const permissions = PERMISSIONS.filter((permission) => can(role, permission))
      screen.send('state', JSON.stringify({ ...state, role, permissions, at }))
    }
  }

  async function run(): Promise<void> {
    sending = true
    do {
      again = false
      // If the state cannot be read, nothing is sent: the screens notice the silence and request it themselves.
      await sendOnce().catch((error) => deps.log.warn({ err: error, org: org.row.slug }, 'open screens got no state'))
    } while (again)
    sending = false
  }

  function send(): void {
    if (sending) again = true
    else void run()
  }

  return {
    screens,
    send,
    sendSoon() {
      if (soon || screens.size === 0) return
      soon = true
      void delay(SETTLE_MS, undefined, { ref: false }).then(() => {
        soon = false
        send()
      })
    },
  }
}
