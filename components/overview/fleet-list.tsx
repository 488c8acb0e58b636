import Link from 'next/link'
import { number } from '@/components/words/operation-words'
import { tallySentence } from '@/components/words/tally-words'
import type { FleetGrid, GridTally } from '@/lib/domain/figures/fleet-grid'
import type { GridLinks } from './grid-links'
import { PartName } from './part-name'
import { TallyBar } from './tally-bar'

const ROLES_MAX = 8

type Props = { grid: FleetGrid; links: GridLinks; label: string; isStopped: boolean }

/** The same on a phone: each environment with its largest roles beneath. */
export function FleetList({ grid, links, label, isStopped }: Props) {
  return (
    <ul aria-label={label} className="sm:hidden">
      {grid.rows.map((row) => {
        const cells = grid.cells.filter(({ env }) => env === row.name).sort((a, b) => b.total - a.total)
        const left = row.total - cells.slice(0, ROLES_MAX).reduce((sum, { total }) => sum + total, 0)
        return (
          <li key={row.name} className="border-t py-1">
            <Line name={row.name} tally={row} href={links.row(row.name)} isStopped={isStopped} strong />
            <ul>
              {cells.slice(0, ROLES_MAX).map((cell) => (
                <li key={cell.role}>
                  <Line name={cell.role} tally={cell} href={links.cell(row.name, cell.role)} isStopped={isStopped} />
                </li>
              ))}
            </ul>
            {left > 0 && (
              <Link
                href={links.row(row.name)}
                prefetch={false}
                className="inline-flex min-h-[44px] items-center pr-4 pl-8 text-small text-soft underline underline-offset-2"
              >
                {number(left)} in other roles
              </Link>
            )}
          </li>
        )
      })}
    </ul>
  )
}

type LineProps = { name: string; tally: GridTally; href: string; isStopped: boolean; strong?: boolean }

function Line({ name, tally, href, isStopped, strong = false }: LineProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={`${name}: ${tallySentence(tally, isStopped)}`}
      className={`flex min-h-[44px] items-center justify-between gap-4 pr-4 ${strong ? 'pl-4 font-semibold' : 'pl-8 text-soft'}`}
    >
      <span className="min-w-0 flex-1">
        <PartName name={name} />
      </span>
      <span className="w-[45%] max-w-40 min-w-24 shrink-0">
        <TallyBar tally={tally} isStopped={isStopped} strong={strong} />
      </span>
    </Link>
  )
}
