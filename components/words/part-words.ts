/** The roles and environments of some devices in a few words, for a list of ids that no selector names. */
import { type IdGroup, NO_PART } from '@/lib/domain/ids/groups-of-ids'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'

/** Names that are said before the rest is counted. */
const NAMED_MAX = 3
/** A longer name is cut: the table below has it whole. */
const NAME_CHARS_MAX = 32

/** `planner and runner in prod`; null where no id has a role or an environment. @param groups as a review has them. */
export function partsWords(groups: readonly IdGroup[]): string | null {
  const [roles, envs] = [namesOf(groups, 'role'), namesOf(groups, 'env')]
  if (roles && envs) return `${roles} in ${envs}`
  return roles ?? envs
}

/** The values with most devices first; null where there is none. */
function namesOf(groups: readonly IdGroup[], part: 'role' | 'env'): string | null {
  const counts = new Map<string, number>()
  for (const group of groups) counts.set(group[part], (counts.get(group[part]) ?? 0) + group.count)
  const values = [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value)
  if (values.every((value) => value === NO_PART)) return null
  const named = values.slice(0, NAMED_MAX).map((value) => isolated(cut(shownId(value))))
  const more = values.length - named.length
  const all = more > 0 ? [...named, `${more.toLocaleString('en')} more`] : named
  return all.length === 1 ? (all[0] as string) : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

const cut = (text: string): string => {
  const chars = [...text]
  return chars.length > NAME_CHARS_MAX ? `${chars.slice(0, NAME_CHARS_MAX - 1).join('')}…` : text
}
