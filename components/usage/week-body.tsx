'use client'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { percent } from '@/components/words/cap-words'
import { number } from '@/components/words/operation-words'
import { formatDay, formatWeekday } from '@/lib/client/format/format-time'
import type { UsageWeek } from '@/lib/domain/wire/usage'
import { MarksCard } from './marks-card'
import { TimeToStopTable } from './time-to-stop-card'

/** A week in numbers: both ends of it, its days, its parts, what was stopped and how fast. */
export function WeekBody({ week }: { week: UsageWeek }) {
  const { begin, end, zone, from, to, isRunning } = week
  return (
    <>
      <p className="text-soft">
        {formatDay(Date.parse(from), zone)} – {formatDay(Date.parse(to) - 1, zone)}, days of {zone}; {week.org}, from{' '}
        {week.authority}.{isRunning && ' The week is not over.'}
      </p>
      {begin && end ? (
        <>
          <Ends begin={begin} end={end} />
          <Days days={week.days} />
          <div className="grid gap-3 lg:grid-cols-3 print:grid-cols-3">
            {week.parts.map((part) => (
              <Part key={part.part} {...part} />
            ))}
          </div>
        </>
      ) : (
        <Card>
          <Notice title="Nothing was sampled in this week">
            The console was down, or did not know this org yet. Choose another week.
          </Notice>
        </Card>
      )}
      <Card title={`Time to stop, by ${week.timeToStop.part}`}>
        <TimeToStopTable times={week.timeToStop} />
      </Card>
      {week.marks.shown.length > 0 ? (
        <MarksCard marks={week.marks} />
      ) : (
        <Card title="Stops and resumes">
          <p className="px-4 pb-4 text-soft">None was accepted in this week.</p>
        </Card>
      )}
    </>
  )
}

type Edge = NonNullable<UsageWeek['begin']>

function Ends({ begin, end }: { begin: Edge; end: Edge }) {
  const share = end.cap !== null && end.active !== null ? percent(end.active / Math.max(1, end.cap)) : null
  return (
    <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-box border bg-line sm:grid-cols-3 print:grid-cols-3">
      <Change name="Active" from={begin.active} to={end.active} />
      <Change name="Revoked" from={begin.revoked} to={end.revoked} />
      <Change name="Cap" from={begin.cap} to={end.cap} more={share && `${share} used at the end`} />
    </dl>
  )
}

function Change({
  name,
  from,
  to,
  more,
}: {
  name: string
  from: number | null
  to: number | null
  more?: string | null
}) {
  const by = from !== null && to !== null ? to - from : 0
  return (
    <div className="flex min-w-0 flex-col-reverse justify-end bg-panel px-4 py-2">
      <dt className="text-small text-soft">
        {name}, first → last sample{more ? `; ${more}` : ''}
      </dt>
      <dd className="text-title leading-7 font-semibold">
        {from === null ? '–' : number(from)} → {to === null ? '–' : number(to)}
        {by !== 0 && (
          <span className="text-base font-normal text-soft">
            {' '}
            {by > 0 ? '+' : '−'}
            {number(Math.abs(by))}
          </span>
        )}
      </dd>
    </div>
  )
}

const COLUMNS = [
  ['Active, lowest', 'activeLowest'],
  ['Active, highest', 'activeHighest'],
  ['Allowed, lowest', 'allowedLowest'],
  ['Revoked', 'revoked'],
  ['Registered', 'registrations'],
  ['Validates allowed', 'validationsAllowed'],
  ['Validates denied', 'validationsDenied'],
] as const

function Days({ days }: Pick<UsageWeek, 'days'>) {
  return (
    <Table title="Days" heads={COLUMNS.map(([name]) => name)} first="Day">
      {days.map((day) => (
        <Row key={day.date} name={formatWeekday(day.date)} whole cells={COLUMNS.map(([, key]) => day[key])} />
      ))}
    </Table>
  )
}

function Part({ part, values }: UsageWeek['parts'][number]) {
  return (
    <Table title={`By ${part}`} first={part} heads={['First', 'Last']}>
      {values.map(({ value, begin, end }) => (
        <Row key={value} name={value} cells={[begin, end]} />
      ))}
    </Table>
  )
}

type TableProps = { title: string; first: string; heads: readonly string[]; children: ReactNode }

function Table({ title, first, heads, children }: TableProps) {
  return (
    <Card title={title} className="break-inside-avoid">
      <ScrollRegion label={title} className="overflow-x-auto">
        <table className="mb-2 w-full text-right">
          <thead className="text-small text-faint">
            <tr>
              <th className="px-4 py-1 text-left font-medium">{first}</th>
              {heads.map((name) => (
                <th key={name} className="px-3 py-1 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </ScrollRegion>
    </Card>
  )
}

/** `whole`: the name stays in one line. */
function Row({ name, whole, cells }: { name: string; whole?: boolean; cells: readonly (number | null)[] }) {
  return (
    <tr className="border-t">
      <th scope="row" className={`px-4 py-1 text-left font-normal ${whole ? 'whitespace-nowrap' : 'wrap-anywhere'}`}>
        <bdi>{name}</bdi>
      </th>
      {cells.map((value, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns are fixed
        <td key={column} className="px-3 py-1 whitespace-nowrap">
          {value === null ? '–' : number(value)}
        </td>
      ))}
    </tr>
  )
}
