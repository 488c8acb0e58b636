/** Checks that a stop would work. Each check that fails has a sentence on what that means for a stop. */

import type { Wiring } from '@/components/plain/stop/stop-card-types'
import { authorityAtStart } from '@/lib/domain/authority-name'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { Console } from '../console'
import { isSameHost } from '../request/origin-check'

/** What is the same for every org: the address and the record. */
export async function commonPreflightChecks({ config, deps }: Console, headers: Headers): Promise<Wiring[]> {
  const wires: Wiring[] = []
  if (!isSameHost(headers, config.publicUrl)) {
    wires.push({
      wire: 'address',
      blocks: true,
      fault: `This page was opened at another address than ${config.publicUrl}: a press from here would be refused. Open ${config.publicUrl}/stop.`,
    })
  }
  const sinkFault = deps.journal.fault?.() ?? null
  // No stop request depends on the answer.
  const writable = await deps.storeCheck.isWritable(deps)
  if (!writable) {
    wires.push({
      wire: 'store',
      blocks: false,
      fault:
        sinkFault === null
          ? 'The database takes no writes now. A stop goes out all the same, and is kept in the emergency file until it does.'
          : `The database takes no writes now, and the emergency file is missing too: a stop goes out all the same, but is not recorded. ${sinkFault}`,
    })
  } else if (sinkFault !== null) {
    wires.push({
      wire: 'sink',
      blocks: false,
      fault: `${sinkFault} A stop works; should the database fail as well, it would not be recorded.`,
    })
  }
  return wires
}

/** What may keep a stop of this org from its authority. */
export function orgPreflightChecks(org: OrgRuntime, mayStop: boolean): Wiring[] {
  const { authority, reading } = org
  if (!mayStop) {
    const fault = 'Your role here may look, not stop. Ask a responder, operator or admin.'
    return [{ wire: 'role', blocks: true, fault }]
  }
  if (reading.keyRejected) {
    const fault = `${authorityAtStart(authority.name)} rejects the org key: a stop would be refused. An admin must enter a new key in the console.`
    return [{ wire: 'key', blocks: false, fault }]
  }
  if (!reading.error) return []
  // Its cause is for the console: a person who is about to stop needs to know what a stop does now.
  const fault = `${authorityAtStart(authority.name)} cannot be read right now. A stop is sent all the same, and again until it is accepted.`
  return [{ wire: 'authority', blocks: false, fault }]
}
