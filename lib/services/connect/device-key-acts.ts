/**
 * Acts on keys of devices. What lets agents in again asks as a restore does: a policy concerns the whole org, a release counts with the
 * restores of the last ten minutes, a block counts as a stop of another person. What ends keys stops agents, and asks for nothing.
 */
import { z } from 'zod'
import { ListedId } from '@/lib/domain/command'
import { InvalidInput } from '@/lib/domain/errors'
import { KEY_POLICIES } from '@/lib/domain/keys/key-policy'
import type { DeviceKeyAct } from '@/lib/domain/keys/key-record'
import { IDS_MAX, REASON_CHARS_MAX } from '@/lib/domain/limits'
import type { KeyActResult, KeyPolicyResult } from '@/lib/domain/wire/device-keys'
import type { BatchItem, BatchResult } from '@/lib/machineid/client'
import type { OrgContext } from '../context'
import { requireFriction, requireOrgFriction, type StartingAct } from '../friction'
import { service } from '../service'
import { recordDeviceKeyAct } from './record-device-key-act'

const Reason = z.string().trim().max(REASON_CHARS_MAX, `a reason has at most ${REASON_CHARS_MAX} characters`).optional()

/** Each id once: what is asked for twice is one device. */
const Ids = z
  .array(ListedId)
  .min(1)
  .max(IDS_MAX)
  .transform((ids) => [...new Set(ids)])

/** `darkMax`: how many the review has found to be denied. The step to `per-device` is not taken without a review. */
export const setKeyPolicy = service({
  permission: 'administer',
  input: z.strictObject({
    policy: z.enum(KEY_POLICIES),
    darkMax: z.number().int().min(0).max(10_000_000).optional(),
    reason: Reason,
  }),
  async run(context, { policy, darkMax, reason }): Promise<KeyPolicyResult> {
    if (policy === 'per-device' && darkMax === undefined)
      throw new InvalidInput('darkMax: review who would be denied first, and send how many they are')
    const { client } = context.org.connection
    requireOrgFriction(context, reason)
    // For the record alone: the step is taken whether or not the policy before can be read.
    const before = await client.deviceKeys().then(
      (state) => state.policy,
      () => null,
    )
    const limit = policy === 'per-device' ? { darkMax } : {}
    const act: DeviceKeyAct = { act: 'policy', before, after: policy, ...limit }
    const { changed } = await recordDeviceKeyAct(context, act, reason, {
      allow: async () => requireOrgFriction(context, reason),
      send: () => client.setKeyPolicy({ policy, ...limit }),
      counted: () => ({}),
    })
    return { policy, changed: changed ?? null }
  },
})

type OnDevices = { act: 'release' | 'end' | 'lift'; ids: string[]; reason?: string }

async function actOnDevices(
  context: OrgContext,
  { act, ids, reason }: OnDevices,
  allow: ((deviceIds: readonly string[]) => StartingAct) | null,
  send: () => Promise<BatchResult>,
): Promise<KeyActResult> {
  const [first] = ids
  const named = ids.length === 1 ? { deviceId: first } : {}
  const asked: DeviceKeyAct = { act, count: ids.length, devices: ids, ...named }
  const { results } = await recordDeviceKeyAct(context, asked, reason, {
    allow: async (tx) => {
      if (allow) await requireFriction(tx, context, allow(ids), reason)
    },
    send,
    counted: ({ results }) => ({
      changed: results.filter(isChanged).length,
      refused: results.filter(({ outcome }) => outcome !== 'accepted').length,
    }),
  })
  return {
    changed: results.filter(isChanged).length,
    unchanged: results.filter((item) => item.outcome === 'accepted' && !isChanged(item)).length,
    failed: results
      .filter(({ outcome }) => outcome !== 'accepted')
      .map(({ deviceId, code, message }) => ({ deviceId, code, message })),
  }
}

const isChanged = ({ outcome, changed }: BatchItem): boolean => outcome === 'accepted' && changed !== false

/** Lets devices that have worked without a key, or lost theirs, get one within the hour. */
export const releaseDeviceKeys = service({
  permission: 'administer',
  input: z.strictObject({ ids: Ids, reason: Reason }),
  run: (context, { ids, reason }): Promise<KeyActResult> =>
    actOnDevices(
      context,
      { act: 'release', ids, reason },
      (deviceIds) => ({ open: null, deviceIds, foreign: async () => false }),
      () => context.org.connection.client.releaseDeviceKeys(ids),
    ),
})

/** Ends the keys of devices from the next request on. They stay; to get another key each needs a release. */
export const endDeviceKeys = service({
  permission: 'administer',
  input: z.strictObject({ ids: Ids, reason: Reason }),
  run: (context, { ids, reason }): Promise<KeyActResult> =>
    actOnDevices(context, { act: 'end', ids, reason }, null, () => context.org.connection.client.endDeviceKeys(ids)),
})

/** Lets ids be registered again whose revoked devices were removed: what was stopped under them may start. */
export const liftIdBlocks = service({
  permission: 'administer',
  input: z.strictObject({ ids: Ids, reason: Reason }),
  run: (context, { ids, reason }): Promise<KeyActResult> =>
    actOnDevices(
      context,
      { act: 'lift', ids, reason },
      (deviceIds) => ({ open: null, deviceIds, foreign: async () => true }),
      () => context.org.connection.client.liftIdBlocks(ids),
    ),
})
