/** The roles and environments of operations that no selector names: a person knows them by those, not by how many they are. */
import { idGroups } from '@/lib/domain/ids/groups-of-ids'
import { isOrgWide, type Operation } from '@/lib/domain/operation'
import { devicesOf } from '@/lib/store/outcomes'
import type { Db } from '@/lib/store/rows/db'

/** Lists are read every few seconds: a longer one is named by its first device. */
const COUNTED_IDS_MAX = 200

/** Adds `groups`, by one query for all. @param parts names of the parts of an id, in order. */
export async function withIdGroups(
  db: Db,
  parts: readonly string[],
  operations: readonly Operation[],
): Promise<Operation[]> {
  const counted = operations.filter(
    ({ kind, selector, total }) => !isOrgWide(kind) && selector === null && total > 1 && total <= COUNTED_IDS_MAX,
  )
  const devices = await devicesOf(
    db,
    counted.map(({ id }) => id),
  )
  return operations.map((operation) => {
    const ids = devices.get(operation.id)
    if (!ids) return operation
    const groups = idGroups(parts)
    for (const id of ids) groups.add(id)
    return { ...operation, groups: groups.list() }
  })
}
