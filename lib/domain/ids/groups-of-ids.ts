/** Ids counted by environment and role. */
import { deviceParts } from './device-id'

export type IdGroup = { env: string; role: string; count: number }

/** What an id is counted under that has no such part. */
export const NO_PART = 'other'

/** Counts ids one by one, so that a long list can be counted in slices. @param parts names of the parts of an id, in order. */
export function idGroups(parts: readonly string[]): { add: (id: string) => void; list: () => IdGroup[] } {
  const groups = new Map<string, IdGroup>()
  return {
    add: (id) => {
      const { env = NO_PART, role = NO_PART } = deviceParts(id, parts) ?? {}
      const key = JSON.stringify([env, role])
      const group = groups.get(key) ?? { env, role, count: 0 }
      group.count += 1
      groups.set(key, group)
    },
    /** The largest first. */
    list: () => [...groups.values()].sort((a, b) => b.count - a.count),
  }
}
