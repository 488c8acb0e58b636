'use client'
import { Check } from 'lucide-react'
import { Isolates } from '@/components/ids/isolated'
import { Ago } from '@/components/time/ago'
import { TimeOfDay } from '@/components/time/time-of-day'
import { useDays } from '@/components/time/use-days'
import { devices, number } from '@/components/words/operation-words'
import { formatTimeOfDay } from '@/lib/client/format/format-time'
import { localTimes } from '@/lib/client/format/local-times'
import { useZone } from '@/lib/client/state/preferences'
import { isolated } from '@/lib/domain/ids/isolated'
import type { IncidentEntry } from '@/lib/domain/incident'
import { rowTime, type TimelineRow, timelineRows } from './timeline'

type Props = {
  entries: readonly IncidentEntry[]
  /** Older confirmations that only the files have. */
  leftOut?: number
  /** Shows from where each act came and under which request id. */
  sources: boolean
}

/** What happened, in order: the time of day and how long ago, then who did what. A day and its zone are said once. */
export function TimelineList({ entries, leftOut = 0, sources }: Props) {
  const rows = timelineRows(entries)
  const days = useDays(rows.map(rowTime))
  const firstConfirmed = rows.findIndex(({ kind }) => kind === 'confirmed')
  return (
    <ol className="flex flex-col">
      {rows.map((row, index) => {
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries only come at the end, and have no id of their own.
          <li key={index} className="flex flex-col">
            {days[index] && <p className="pt-1 pb-1.5 text-small font-medium text-soft">{days[index]}</p>}
            <div className="grid grid-cols-[4.75rem_minmax(0,1fr)] gap-x-3">
              <When at={rowTime(row)} />
              <div className="border-l pb-3 pl-3">
                <What row={row} leftOut={index === firstConfirmed ? leftOut : 0} sources={sources} />
              </div>
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function When({ at }: { at: string | null }) {
  if (!at) return <p className="pb-3 text-small text-faint">time not reported</p>
  return (
    <p className="flex flex-col pb-3">
      <TimeOfDay at={at} />
      <span className="text-tiny text-faint">
        <Ago at={at} still />
      </span>
    </p>
  )
}

function What({ row, leftOut, sources }: { row: TimelineRow; leftOut: number; sources: boolean }) {
  const zone = useZone()
  if (row.kind === 'entry') return <Entry entry={row.entry} sources={sources} />
  return (
    <details>
      <summary className="touch flex cursor-pointer items-baseline gap-1.5 text-ok">
        <Check aria-hidden className="size-3.5 shrink-0 self-center" strokeWidth={2.5} />
        <span>
          {devices(row.entries.length + leftOut)} confirmed
          {row.last && row.last !== row.first && `, the last at ${formatTimeOfDay(Date.parse(row.last), zone)}`}
        </span>
        <span className="text-small text-soft underline underline-offset-2">Which</span>
      </summary>
      {leftOut > 0 && (
        <p className="pt-1.5 text-small text-soft">{number(leftOut)} earlier ones are in the files only.</p>
      )}
      <ul className="flex flex-col gap-1.5 pt-1.5">
        {row.entries.map((entry) => (
          <li key={`${entry.deviceId}${entry.requestId}`}>
            {entry.at && (
              <span className="text-small text-soft">
                <TimeOfDay at={entry.at} />
              </span>
            )}
            <Entry entry={entry} sources={sources} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function Entry({ entry: { kind, by, text, address, requestId }, sources }: { entry: IncidentEntry; sources: boolean }) {
  const zone = useZone()
  const isConfirmed = kind === 'confirmed'
  return (
    <>
      <p className={`wrap-anywhere ${isConfirmed ? 'text-ok' : ''}`}>
        {isConfirmed ? (
          <Check aria-hidden className="mr-1 inline size-3.5" strokeWidth={2.5} />
        ) : (
          <b className="font-medium">
            <bdi>{by.name}</bdi>
            {by.id === null && ':'}{' '}
          </b>
        )}
        <Isolates text={isConfirmed ? isolated(text) : localTimes(text, zone)} />
      </p>
      {sources && (address || requestId) && (
        <p className="flex flex-wrap gap-x-2 text-small text-soft">
          {address && <span>from {address}</span>}
          {requestId && <span className="whole-id">{requestId}</span>}
        </p>
      )}
    </>
  )
}
