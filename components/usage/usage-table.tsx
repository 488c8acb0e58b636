'use client'
import { ExactTime } from '@/components/time/exact-time'
import { Card } from '@/components/ui/card'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { number } from '@/components/words/operation-words'
import type { Usage } from '@/lib/domain/wire/usage'

const ROWS_MAX = 500

/** The numbers of the curves, newest first. */
export function UsageTable({ usage }: { usage: Usage }) {
  const { points, stacked } = usage
  const order = points.map((_, index) => points.length - 1 - index).slice(0, ROWS_MAX)
  const cell = (value: number | null | undefined) => (value === null || value === undefined ? '–' : number(value))
  return (
    <Card>
      <ScrollRegion label="Usage as a table" className="max-h-[65vh] overflow-auto">
        <table className="w-full text-right whitespace-nowrap">
          <thead className="sticky top-0 bg-panel text-small text-faint">
            <tr>
              <th className="px-4 py-1.5 text-left font-medium">Time</th>
              {[
                'Allowed to work',
                'Lowest allowed',
                'Active',
                'Revoked',
                'Cap',
                'Registrations',
                'Validates allowed',
                'Validates denied',
                ...stacked.series.map(({ value }) => `${stacked.part} ${value}`),
              ].map((name) => (
                <th key={name} className="px-3 py-1.5 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order.map((index) => {
              const point = points[index]
              if (!point) return null
              return (
                <tr key={point.at} className="border-t">
                  <th scope="row" className="px-4 py-1 text-left font-normal">
                    <ExactTime at={point.at} />
                  </th>
                  {[
                    point.allowed,
                    point.allowedLowest,
                    point.active,
                    point.revoked,
                    point.cap,
                    point.registrations,
                    point.validationsAllowed,
                    point.validationsDenied,
                    ...stacked.series.map(({ points }) => points[index]),
                  ].map((value, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns are fixed
                    <td key={column} className="px-3 py-1">
                      {cell(value)}
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
