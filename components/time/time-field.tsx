'use client'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { formatAhead, formatDayOfWeek } from '@/lib/client/format/format-time'
import { consoleTime } from '@/lib/client/state/console-time'
import { useZone } from '@/lib/client/state/preferences'
import { useNow } from '@/lib/client/state/use-now'
import { tomorrowAtNine } from '@/lib/domain/time/wall-time'
import { ClockChangeNote } from './clock-change-note'

const HOUR_MS = 3_600_000

const PRESETS: readonly [text: string, at: (now: number, zone: string) => number][] = [
  ['1 h', (now) => now + HOUR_MS],
  ['4 h', (now) => now + 4 * HOUR_MS],
  ['tomorrow 09:00', tomorrowAtNine],
]

/** As the field holds it (`2026-11-12T18:00`), and what it means (epoch ms); null while it means nothing. */
export type TimeValue = { text: string; at: number | null }

/** A date with its time of day in the zone that times are shown in, and the usual choices beside it. */
export function TimeField({
  label,
  value: { text, at },
  error,
  onType,
  onPick,
}: {
  label: string
  value: TimeValue
  error: string | null
  onType: (text: string) => void
  /** An instant, epoch ms: where the clocks change, its text would not say which one. */
  onPick: (at: number) => void
}) {
  const zone = useZone()
  const now = useNow()
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        label={`${label} (${zone})`}
        type="datetime-local"
        required
        value={text}
        onChange={(event) => onType(event.target.value)}
        error={error}
      />
      <div className="flex flex-wrap items-center gap-1.5">
        {PRESETS.map(([name, preset]) => (
          <Button
            key={name}
            size="small"
            aria-label={`${label}: ${name}`}
            onClick={() => onPick(preset(consoleTime.get(), zone))}
          >
            {name}
          </Button>
        ))}
        {at !== null && !error && (
          <span role="status" className="pl-1 text-small text-soft">
            {formatDayOfWeek(at, zone)}, {formatAhead(at, now)}
          </span>
        )}
      </div>
      <ClockChangeNote text={text} at={at} zone={zone} />
    </div>
  )
}
