'use client'
import { consoleTime } from '@/lib/client/console-time'
import { usePreferences, useZone } from '@/lib/client/preferences'
import { fromWallTime, tomorrowAtNine, toWallTime } from '@/lib/client/wall-time'
import { Button } from './button'
import { Field } from './field'
import { Planned } from './planned'

const HOUR_MS = 3_600_000

const PRESETS: readonly [text: string, at: (now: number, isUtc: boolean) => number][] = [
  ['1 h', (now) => now + HOUR_MS],
  ['4 h', (now) => now + 4 * HOUR_MS],
  ['tomorrow 09:00', tomorrowAtNine],
]

/** A date with its time of day in the zone that times are shown in, and the usual choices beside it. */
export function TimeField({
  label,
  text,
  error,
  onChange,
}: {
  label: string
  /** As the field holds it: `2026-11-12T18:00`. */
  text: string
  error: string | null
  onChange: (text: string) => void
}) {
  const isUtc = usePreferences().zone === 'utc'
  const zone = useZone()
  const at = fromWallTime(text, isUtc)
  return (
    <div className="flex flex-col gap-1.5">
      <Field
        label={`${label} (${zone})`}
        type="datetime-local"
        required
        value={text}
        onChange={(event) => onChange(event.target.value)}
        error={error}
      />
      <div className="flex flex-wrap items-center gap-1.5">
        {PRESETS.map(([name, preset]) => (
          <Button
            key={name}
            size="small"
            aria-label={`${label}: ${name}`}
            onClick={() => onChange(toWallTime(preset(consoleTime.get(), isUtc), isUtc))}
          >
            {name}
          </Button>
        ))}
        {at !== null && !error && (
          <span role="status" className="pl-1 text-[13px] text-soft">
            <Planned at={new Date(at).toISOString()} />
          </span>
        )}
      </div>
    </div>
  )
}
