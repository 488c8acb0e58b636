import Link from 'next/link'
import { Card } from '@/components/ui/card'
import { number } from '@/components/words/operation-words'
import type { FleetGrid as Grid } from '@/lib/domain/figures/fleet-grid'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { FleetList } from './fleet-list'
import { FleetTable } from './fleet-table'
import { gridLinks, gridParts } from './grid-links'
import { TallyLegend } from './tally-bar'

/** The fleet by environment and role, largest first, with totals: a table, on a phone a list. Each place leads to its devices. */
export function FleetGrid({ state, grid }: { state: OrgState; grid: Grid }) {
  const [rowPart, columnPart] = gridParts(state.org.parts)
  const links = gridLinks(state.org.slug, state.org.parts)
  const isStopped = state.execution.state === 'disabled'
  const title = `By ${rowPart} and ${columnPart}`
  const { rows, moreRows, moreColumns, other } = grid
  return (
    <Card title={title} aside={<TallyLegend all={grid.all} isStopped={isStopped} />}>
      {rows.length > 0 && (
        <>
          <FleetTable grid={grid} links={links} label={title} isStopped={isStopped} />
          <FleetList grid={grid} links={links} label={title} isStopped={isStopped} />
        </>
      )}
      {(moreRows > 0 || moreColumns > 0 || other > 0) && (
        <p className="flex flex-wrap gap-x-4 border-t px-4 py-2 text-small text-soft">
          {moreColumns > 0 && (
            <More href={links.all}>{`${number(moreColumns)} more ${plural(columnPart, moreColumns)}`}</More>
          )}
          {moreRows > 0 && <More href={links.all}>{`${number(moreRows)} more ${plural(rowPart, moreRows)}`}</More>}
          {other > 0 && <More href={links.other}>{`${number(other)} with ids that do not fit the pattern`}</More>}
        </p>
      )}
    </Card>
  )
}

const plural = (part: string, count: number) => (count === 1 ? part : `${part}s`)

function More({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} prefetch={false} className="underline underline-offset-2 pointer-coarse:py-2.5">
      {children}
    </Link>
  )
}
