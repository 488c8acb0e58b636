'use client'
import { Card } from '@/components/ui/card'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { number } from '@/components/words/operation-words'
import { formatMinute } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import type { UsagePoint } from '@/lib/domain/usage-steps'
import type { Usage } from '@/lib/domain/wire/usage'

const ROWS_MAX = 800

type Column = { of: string; name: string; key: Exclude<keyof UsagePoint, 'at' | 'meanOnly'> }

const COLUMNS: readonly Column[] = [
  { of: 'Allowed to work', name: 'last', key: 'allowed' },
  { of: 'Allowed to work', name: 'lowest', key: 'allowedLowest' },
  { of: 'Allowed to work', name: 'mean', key: 'allowedMean' },
  { of: 'Active', name: 'last', key: 'active' },
  { of: 'Active', name: 'lowest', key: 'activeLowest' },
  { of: 'Active', name: 'highest', key: 'activeHighest' },
  { of: 'Active', name: 'mean', key: 'activeMean' },
  { of: 'Revoked', name: 'last', key: 'revoked' },
  { of: 'Cap', name: 'last', key: 'cap' },
  { of: 'New', name: 'registrations', key: 'registrations' },
  { of: 'Validates', name: 'allowed', key: 'validationsAllowed' },
  { of: 'Validates', name: 'denied', key: 'validationsDenied' },
]

/** Columns side by side that count the same thing, under one head. */
function groupsOf(columns: readonly Pick<Column, 'of'>[]): { of: string; span: number }[] {
  const groups: { of: string; span: number }[] = []
  for (const { of } of columns) {
    const last = groups.at(-1)
    if (last?.of === of) last.span += 1
    else groups.push({ of, span: 1 })
  }
  return groups
}

/** The numbers of the curves, newest first. */
export function UsageTable({ usage }: { usage: Usage }) {
  const { points, stacked } = usage
  const zone = useZone()
  const heads = [...COLUMNS, ...stacked.series.map(({ value }) => ({ of: `By ${stacked.part}`, name: value }))]
  const order = points.map((_, index) => points.length - 1 - index).slice(0, ROWS_MAX)
  return (
    <Card>
      <ScrollRegion label="Usage as a table" className="max-h-[65vh] overflow-auto">
        <table className="w-full text-right whitespace-nowrap">
          <thead className="sticky top-0 bg-panel text-small text-faint">
            <tr>
              <td />
              {groupsOf(heads).map(({ of, span }) => (
                <th
                  key={of}
                  scope="colgroup"
                  colSpan={span}
                  className="border-l px-3 pt-1.5 text-left font-medium text-soft"
                >
                  {of}
                </th>
              ))}
            </tr>
            <tr>
              <th scope="col" className="px-4 py-1.5 text-left font-medium">
                From
              </th>
              {heads.map(({ of, name }) => (
                <th key={`${of} ${name}`} scope="col" className="px-3 py-1.5 font-medium">
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order.map((index) => {
              const point = points[index]
              if (!point) return null
              const cells = [
                ...COLUMNS.map(({ key }) => point[key]),
                ...stacked.series.map(({ points }) => points[index]),
              ]
              return (
                <tr key={point.at} className="border-t">
                  <th scope="row" className="px-4 py-1 text-left font-normal">
                    <time dateTime={point.at}>{formatMinute(Date.parse(point.at), zone)}</time>
                    {point.meanOnly && <span className="text-faint"> mean only</span>}
                  </th>
                  {cells.map((value, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns are fixed
                    <td key={column} className="px-3 py-1">
                      {value == null ? '–' : number(value)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </ScrollRegion>
      {points.length > ROWS_MAX && (
        <p className="border-t px-4 py-2 text-soft">
          The newest {ROWS_MAX} of {number(points.length)}; the CSV has all.
        </p>
      )}
    </Card>
  )
}
