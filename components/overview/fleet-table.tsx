import Link from 'next/link'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { tallySentence } from '@/components/words/tally-words'
import type { FleetGrid, GridLine, GridTally } from '@/lib/domain/figures/fleet-grid'
import type { GridLinks } from './grid-links'
import { PartName, WHOLE_ON_FOCUS, wholeOf } from './part-name'
import { TallyBar } from './tally-bar'

type Props = { grid: FleetGrid; links: GridLinks; label: string; isStopped: boolean }

/** Rows by columns with their totals. The head and the first column stay in sight. Not on a phone. */
export function FleetTable({ grid, links, label, isStopped }: Props) {
  const { rows, columns, cells, all } = grid
  const at = new Map(cells.map((cell) => [JSON.stringify([cell.env, cell.role]), cell]))
  return (
    <ScrollRegion label={label} className="max-h-[70vh] overflow-auto rounded-b-box border-t max-sm:hidden">
      <table className="w-full border-separate border-spacing-0 text-left [&_tbody_tr:last-child>*]:border-b-0">
        <thead className="text-small text-soft">
          <tr>
            <td className="sticky top-0 left-0 z-20 border-b bg-panel px-4 py-1.5" />
            <th scope="col" className={`${HEAD} px-3 font-medium`}>
              All
            </th>
            {columns.map((column) => (
              <th key={column.name} scope="col" className={`${HEAD} px-1 font-normal`}>
                <NameLink line={column} href={links.column(column.name)} width="max-w-36" />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row" className="sticky left-0 z-10 border-b bg-panel px-2 py-0.5 font-normal text-soft">
                <NameLink line={row} href={links.row(row.name)} width="max-w-40" />
              </th>
              <Cell tally={row} name={row.name} href={links.row(row.name)} isStopped={isStopped} strong />
              {columns.map((column) => {
                const cell = at.get(JSON.stringify([row.name, column.name]))
                return (
                  <Cell
                    key={column.name}
                    tally={cell}
                    name={`${row.name} ${column.name}`}
                    href={links.cell(row.name, column.name)}
                    isStopped={isStopped}
                  />
                )
              })}
            </tr>
          ))}
          {(rows.length > 1 || grid.moreRows > 0) && (
            <tr className="bg-bg">
              <th scope="row" className="sticky left-0 z-10 bg-bg px-4 py-1.5 text-small font-medium text-soft">
                All
              </th>
              <Cell tally={all} name="all" href={links.all} isStopped={isStopped} strong />
              {columns.map((column) => (
                <Cell
                  key={column.name}
                  tally={column}
                  name={column.name}
                  href={links.column(column.name)}
                  isStopped={isStopped}
                  strong
                />
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

const HEAD = 'sticky top-0 z-10 border-b bg-panel py-1'

function NameLink({ line: { name }, href, width }: { line: GridLine; href: string; width: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={name}
      data-whole={wholeOf(name)}
      className={`${WHOLE_ON_FOCUS} inline-flex min-h-7 items-center rounded-tight px-2 align-middle underline-offset-2 hover:text-ink hover:underline pointer-coarse:min-h-[44px]`}
    >
      <span className={width}>
        <PartName name={name} />
      </span>
    </Link>
  )
}

type CellProps = { tally: GridTally | undefined; name: string; href: string; isStopped: boolean; strong?: boolean }

function Cell({ tally, name, href, isStopped, strong }: CellProps) {
  if (!tally || tally.total === 0) return <td className="border-b px-3 py-1.5 text-faint">–</td>
  return (
    <td className="border-b p-0">
      <Link
        href={href}
        prefetch={false}
        aria-label={`${name}: ${tallySentence(tally, isStopped)}`}
        className="block px-3 py-1.5 -outline-offset-2 hover:bg-hover pointer-coarse:min-h-[44px]"
      >
        <TallyBar tally={tally} isStopped={isStopped} strong={strong} />
      </Link>
    </td>
  )
}
