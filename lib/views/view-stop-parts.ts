/** The environments and roles of an org, as `/stop` offers them: from the snapshot in memory. */
import { foldCase } from '@/lib/domain/ids/fold-case'
import { withoutIsolates } from '@/lib/domain/ids/isolated'
import { setTerm } from '@/lib/domain/selector/edit'
import type { StopPart } from '@/lib/domain/wire/stop-part'
import { type Cell, gridParts } from '@/lib/fleet/search/count-cells'
import { wholeFleet } from '@/lib/orgs/match-selector'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'

const OFFERED_MAX = 12

/** The twelve with most active devices; of these the environments first. */
export function largestStopParts(org: OrgRuntime): StopPart[] {
  const all = stopParts(org)
  const bySize = all.filter(({ active }) => active > 0).sort((a, b) => b.active - a.active)
  const offered = new Set(bySize.slice(0, OFFERED_MAX))
  const [first] = all
  const rank = ({ part }: StopPart) => Number(part !== first?.part)
  return [...offered].sort((a, b) => rank(a) - rank(b))
}

/**
 * What a person typed, as a selector: the value of exactly one environment or role, in any letter case, means that one; any
 * other text is a selector already.
 */
export function selectorOfTyped(org: OrgRuntime, typed: string): string {
  const text = withoutIsolates(typed).trim()
  const wanted = foldCase(text)
  const [found, ...others] = stopParts(org).filter(({ value }) => foldCase(value) === wanted)
  return found && others.length === 0 ? found.selector : text
}

/** Environments, then roles (or the parts used in their place), each in the order of its values. */
function stopParts(org: OrgRuntime): StopPart[] {
  if (org.reading.readAt === null) return []
  const [env, role] = gridParts(org.parts)
  const { cells } = wholeFleet(org)
  const environments = partsOf(org.parts[env] as string, cells, (cell) => cell.env)
  return env === role
    ? environments
    : [...environments, ...partsOf(org.parts[role] as string, cells, (cell) => cell.role)]
}

function partsOf(part: string, cells: readonly Cell[], readValue: (cell: Cell) => string): StopPart[] {
  const active = new Map<string, number>()
  for (const cell of cells) active.set(readValue(cell), (active.get(readValue(cell)) ?? 0) + cell.active)
  return [...active].map(([value, count]) => ({ part, value, selector: setTerm('', part, [value]), active: count }))
}
