'use client'
import { useQuery } from '@tanstack/react-query'
import { IdText } from '@/components/ids/id-text'
import { forecastQuery } from '@/lib/client/api/stop-queries'
import { formatSpacing } from '@/lib/client/format/format-time'
import { forecastSentence } from '@/lib/domain/forecast'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import { formatValue } from '@/lib/domain/selector/format'
import type { ForecastView } from '@/lib/domain/wire/devices'

/**
 * When a stop of these devices will probably have reached them, and who asks least often. It holds its place from the
 * start, so that nothing moves under a finger when it comes; no press waits for it.
 */
export function ForecastNote({ org, q }: { org: string; q: string }) {
  const { data, isPending } = useQuery(forecastQuery(org, q))
  return (
    <section aria-label="If you stop now" className="min-h-[6.5rem] rounded-box border px-3 py-2 text-small text-soft">
      <h3 className="text-ink">If you stop now</h3>
      <p>{isPending ? 'Working out when they ask again…' : sentenceOf(data)}</p>
      {data && data.slow.length > 0 && (
        <ul className="mt-1 flex flex-col gap-0.5">
          {data.slow.map(({ deviceId, rhythm }) => (
            <li key={deviceId}>
              <IdText id={deviceId} className="whole-id text-ink" /> asks every{' '}
              {rhythm ? formatSpacing(rhythm.medianMs) : 'now and then'}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function sentenceOf(data: ForecastView | undefined): string {
  if (data?.devices === 0) return 'None of them is running now.'
  return (data && forecastSentence(data)) ?? 'When they ask next is not known.'
}

/** The selector text that a forecast of a target is asked for; null where no text of allowed length can say it. */
export function forecastTarget(target: { selector: string } | { ids: readonly string[] }): string | null {
  const text = 'selector' in target ? target.selector : `id:${target.ids.map(formatValue).join(',')}`
  return text.length <= SELECTOR_CHARS_MAX ? text : null
}
