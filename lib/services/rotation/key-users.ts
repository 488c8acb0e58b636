import { z } from 'zod'
import { eachInSlices, runYielding } from '@/lib/concurrency/cooperative'
import type { Device } from '@/lib/domain/device'
import { UpstreamError } from '@/lib/domain/errors'
import { ROTATED_KINDS, sentOverlap } from '@/lib/domain/keys/rotation'
import type { KeyUsersView, KeyUserView } from '@/lib/domain/wire/rotation'
import { snapshotTime } from '@/lib/fleet/reading'
import type { KeyUser, KeyUsers } from '@/lib/machineid/keys/key-rotation'
import { listKeyRotations } from '@/lib/store/key-rotations/key-rotations'
import type { KeyRotationRow } from '@/lib/store/rows/key-rows'
import type { OrgContext } from '../context'
import { service } from '../service'

const SHOWN_MAX = 500
/** A rotation older than so many is not looked for. */
const LOOKED_AT = 20

const iso = (ms: number | null | undefined): string | null =>
  typeof ms === 'number' ? new Date(ms).toISOString() : null

/**
 * Which devices are on a key, and which are on one that it replaced. An authority that does not note the key of a validate shows only who
 * validated since no previous key works.
 */
export const getKeyUsers = service({
  permission: 'see-keys',
  input: z.strictObject({ kind: z.enum(ROTATED_KINDS), keyId: z.string().min(1).max(128).optional() }),
  async run(context, { kind, keyId }): Promise<KeyUsersView> {
    const { client } = context.org.connection
    try {
      return viewUsers(await client.keyUsers(kind === 'org' ? { kind } : { kind, ...(keyId && { agentKeyId: keyId }) }))
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'upstream-unsupported')
        return usersByTime(context, kind, keyId)
      throw error
    }
  },
})

const viewUser = ({ deviceId, lastValidatedAt, revoked, asking }: KeyUser): KeyUserView => ({
  deviceId,
  lastValidatedAt: iso(lastValidatedAt),
  revoked: revoked ?? false,
  asking: asking ?? false,
})

const viewUsers = (users: KeyUsers): KeyUsersView => ({
  from: 'keys',
  counts: users.counts,
  current: users.current.map(viewUser),
  replaced: users.replaced.map(viewUser),
  previousUntil: iso(users.previousValidUntil),
  ownKeyUntil: iso(users.callerValidUntil),
})

/** Times of the authority are compared with its own time, that of the reading: the console's clock may differ. */
async function usersByTime(
  context: OrgContext,
  kind: KeyRotationRow['kind'],
  keyId: string | undefined,
): Promise<KeyUsersView> {
  const { deps, org } = context
  org.reader.look()
  const rows = await listKeyRotations(deps.store.reads, org.row.id, LOOKED_AT)
  const last = rows.find((row) => row.kind === kind && row.state === 'done' && (!keyId || row.new_key_id === keyId))
  const endedAt = last ? endOfPrevious(last) : null
  const isOver = endedAt !== null && endedAt <= snapshotTime(org.reading)
  const found = { back: 0, quiet: [] as KeyUserView[], active: 0, unknown: 0 }
  const look = (deviceId: string) => {
    const device = org.fleet.get(deviceId)
    // The fleet may change between two slices.
    if (device === undefined || device.status === 'revoked') return
    found.active += 1
    if (!isOver) return
    if (device.lastValidatedAt === undefined) found.unknown += 1
    else if ((device.lastValidatedAt ?? 0) > endedAt) found.back += 1
    else found.quiet.push(viewQuiet(device))
  }
  await runYielding(eachInSlices(org.fleet.idsNotRevoked(), look))
  const { back, active, unknown } = found
  const counts = { back, quiet: found.quiet.length, active, unknown }
  const latest = found.quiet.sort((a, b) => ((b.lastValidatedAt ?? '') > (a.lastValidatedAt ?? '') ? 1 : -1))
  return {
    from: 'times',
    endedAt: isOver ? iso(endedAt) : null,
    counts,
    quiet: latest.slice(0, SHOWN_MAX),
  }
}

/** When the key that was replaced ended or will; where the authority does not report it, when the overlap that was asked for is over. */
const endOfPrevious = ({
  previous_ended_at,
  previous_until,
  settled_at,
  overlap_seconds,
}: KeyRotationRow): number | null =>
  previous_ended_at ??
  previous_until ??
  (settled_at === null ? null : settled_at + sentOverlap(overlap_seconds) * 1_000)

const viewQuiet = ({ deviceId, lastValidatedAt }: Readonly<Device>): KeyUserView => ({
  deviceId,
  lastValidatedAt: iso(lastValidatedAt),
  revoked: false,
  asking: false,
})
