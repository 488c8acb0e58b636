/** Whether devices of an org have keys of their own, who would be denied by that, and the ids that stay stopped after a removal. */
import { isKeyPolicy, KEY_POLICIES, type KeyPolicy } from '@/lib/domain/keys/key-policy'
import type { Core } from '../core/core'
import { needsFirstUse, noteKeyEvent } from '../core/device-key-changes'
import { liveAgentKeys } from '../core/key-changes'
import type { Call, Reply } from '../http/call'
import { isoTime } from '../http/iso-time'
import { field, type JsonObject } from '../http/parse-json'
import { invalidRequest } from '../http/refusal'
import type { Org } from '../state/org'
import { StateError } from '../state/state-error'

const HANDLER = 'org/device_keys'

/**
 * Devices by what they have. `active`: not revoked; `keyed`: with a key; `dark`: active, and no key of its own was used yet, so that
 * it is denied where every id needs one.
 */
type Counts = { active: number; keyed: number; dark: number }

function countDevices(core: Core, org: Org): Counts {
  const counts = { active: 0, keyed: 0, dark: 0 }
  for (let row = 0; row < org.devices.rowsEnd; row++) {
    if (!org.devices.isOlder(row, core.slots.serialsEnd)) continue
    if (core.keys.ofDevice(org.devices.serial(row)).length > 0) counts.keyed += 1
    if (!org.devices.isRevoked(row)) counts.active += 1
    if (needsFirstUse(core, org, row)) counts.dark += 1
  }
  return counts
}

const countEnrolmentKeys = (core: Core, org: Org, now: number) =>
  liveAgentKeys(core, org.id, now).filter(({ agentKey }) => agentKey.use === 'enrolment').length

const stateOf = (core: Core, org: Org, now: number) => ({
  status: 'ok',
  handler: HANDLER,
  policy: org.keyPolicy,
  devices: countDevices(core, org),
  enrolmentKeys: countEnrolmentKeys(core, org, now),
  idBlocks: org.idBlocks.size,
  revision: org.revision,
  now: isoTime(now),
})

/** The policy of the org, and how many devices are on which side of it. */
export const getDeviceKeys = (core: Core, { org, now }: Call): Reply => ({
  status: 200,
  body: stateOf(core, org, now),
})

function readPolicy(body: JsonObject): { policy: KeyPolicy; darkMax: number | null } {
  const policy = field(body, 'policy')
  if (!isKeyPolicy(policy)) throw invalidRequest(`policy must be ${KEY_POLICIES.join(', ')}.`)
  const darkMax = field(body, 'darkMax') ?? null
  if (darkMax !== null && (!Number.isSafeInteger(darkMax) || (darkMax as number) < 0))
    throw invalidRequest('darkMax must be a whole number: how many devices the review has found to be denied.')
  return { policy, darkMax: darkMax as number | null }
}

/**
 * Sets the policy. Agents share keys again only once no device key and no enrolment key is left. With `darkMax`, the number of a
 * review, the step to `per-device` is refused if more devices would be denied by now.
 */
export async function setDeviceKeys(core: Core, { org, body, now }: Call): Promise<Reply> {
  const { policy, darkMax } = readPolicy(body)
  const reply = await core.committer.run((tx) => {
    const before = org.keyPolicy
    if (before === policy) return { ...stateOf(core, org, now), changed: false }
    const { keyed, dark } = countDevices(core, org)
    const enrolmentKeys = countEnrolmentKeys(core, org, now)
    if (policy === 'shared' && keyed + enrolmentKeys > 0)
      throw new StateError({ code: 'device-keys-in-use', devices: keyed, enrolmentKeys })
    if (policy === 'per-device' && darkMax !== null && dark > darkMax)
      throw new StateError({ code: 'more-go-dark', dark, darkMax })
    tx.undo(() => {
      org.keyPolicy = before
    })
    org.keyPolicy = policy
    org.nextRevision()
    tx.store.setKeyPolicy(org.id, policy)
    noteKeyEvent(tx, org, now, 'policy', null, policy)
    return { ...stateOf(core, org, now), changed: true }
  })
  return { status: 200, body: reply }
}

/** Every id that a removal blocked, the latest first. */
export function listIdBlocks(_core: Core, { org, now }: Call): Reply {
  const blocks = [...org.idBlocks]
    .toSorted(([, a], [, b]) => b - a)
    .map(([deviceId, createdAt]) => ({ deviceId, createdAt: isoTime(createdAt) }))
  return { status: 200, body: { status: 'ok', handler: 'org/id_blocks', blocks, now: isoTime(now) } }
}
