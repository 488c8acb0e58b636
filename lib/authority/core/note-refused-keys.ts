import type { Tx } from '../disk/group-committer'
import type { RefusedKey } from '../keys/refused-keys'
import type { Core } from './core'
import { noteKeyEvent } from './device-key-changes'

const write = (core: Core, tx: Tx, due: readonly RefusedKey[], now: number): void => {
  for (const { orgId, deviceId, count } of due) {
    const org = core.orgs.get(orgId)
    if (org) noteKeyEvent(tx, org, now, 'device-key.refused', deviceId, String(count))
  }
}

/** Writes as events of keys what was refused. What could not be written is counted on. */
export function noteRefusedKeys(core: Core): void {
  const now = core.now()
  const due = core.refusedKeys.take(now)
  if (due.length === 0) return
  core.committer.run((tx) => write(core, tx, due, now)).catch(() => core.refusedKeys.putBack(due))
}

/** The same for all that is left, at the end of the authority. */
export function noteLastRefusedKeys(core: Core, tx: Tx): void {
  const now = core.now()
  write(core, tx, core.refusedKeys.take(now, true), now)
}
