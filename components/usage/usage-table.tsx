'use client'
import { ExactTime } from '@/components/time/exact-time'
import { Card } from '@/components/ui/card'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { number } from '@/components/words/operation-words'
import type { UsagePoint } from '@/lib/domain/usage-steps'
import type { Usage } from '@/lib/domain/wire/usage'

const ROWS_MAX = 800

const COLUMNS: readonly (readonly [name: string, key: Exclude<keyof UsagePoint, 'at' | 'meanOnly'>])[] = [
  ['Allowed to work', 'allowed'],
  ['Lowest', 'allowedLowest'],
  ['Mean', 'allowedMean'],
  ['Active', 'active'],
  ['Lowest', 'activeLowest'],
  ['Highest', 'activeHighest'],
  ['Mean', 'activeMean'],
  ['Revoked', 'revoked'],
  ['Cap', 'cap'],
  ['Registrations', 'registrations'],
  ['Validates allowed', 'validationsAllowed'],
  ['Validates denied', 'validationsDenied'],
]

/** The numbers of the curves, newest first. */
export function UsageTable({ usage }: { usage: Usage }) {
  const { points, stacked } = usage
  const order = points.map((_, index) => points.length - 1 - index).slice(0, ROWS_MAX)
  return (
    <Card>
      <ScrollRegion label="Usage as a table" className="max-h-[65vh] overflow-auto">
        <table className="w-full text-right whitespace-nowrap">
          <thead className="sticky top-0 bg-panel text-small text-faint">
            <tr>
              <th className="px-4 py-1.5 text-left font-medium">From</th>
              {[...COLUMNS.map(([name]) => name), ...stacked.series.map(({ value }) => `${stacked.part} ${value}`)].map(
                (name, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns are fixed, and two may have one name
                  <th key={column} className="px-3 py-1.5 font-medium">
                    <bdi>{name}</bdi>
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {order.map((index) => {
              const point = points[index]
              if (!point) return null
              const cells = [
                ...COLUMNS.map(([, key]) => point[key]),
                ...stacked.series.map(({ points }) => points[index]),
              ]
              return (
                <tr key={point.at} className="border-t">
                  <th scope="row" className="px-4 py-1 text-left font-normal">
                    <ExactTime at={point.at} />
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
