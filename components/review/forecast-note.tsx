'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { IdText } from '@/components/ids/id-text'
import { forecastQuery } from '@/lib/client/api/stop-queries'
import { forecastSentence } from '@/lib/domain/forecast'
import { SELECTOR_CHARS_MAX } from '@/lib/domain/limits'
import { formatValue } from '@/lib/domain/selector/format-value'
import { formatSpacing } from '@/lib/domain/time/spacing'
import type { ForecastView } from '@/lib/domain/wire/devices'
import { ForecastPicture } from './forecast-picture'

/**
 * When a stop of these devices will probably have reached them. It has its height from the start, so that nothing moves under a
 * finger when it comes, and no more than it fills; who asks least often opens below by a press. No press waits for it.
 */
export function ForecastNote({ org, q }: { org: string; q: string }) {
  const { data, isPending } = useQuery(forecastQuery(org, q))
  const [slowShown, setSlowShown] = useState(false)
  const isDrawn = data !== undefined && forecastSentence(data) !== null
  return (
    <section aria-label="If you stop now" className="rounded-box border px-3 py-2">
      <div className="flex h-6 items-center justify-between gap-3">
        <h3 className="text-small font-medium">{isDrawn ? 'Will probably ask within' : 'If you stop now'}</h3>
        {data && data.slow.length > 0 && (
          <button
            type="button"
            aria-expanded={slowShown}
            onClick={() => setSlowShown(!slowShown)}
            className="relative text-small text-soft underline underline-offset-2 pointer-coarse:after:absolute pointer-coarse:after:-inset-x-2 pointer-coarse:after:-inset-y-3"
          >
            Slowest to check in
          </button>
        )}
      </div>
      <div className="flex h-[46px] flex-col justify-center">
        {isDrawn ? (
          <ForecastPicture forecast={data} />
        ) : (
          <p className="text-small text-soft">{isPending ? 'Working out when they ask again…' : unknownWords(data)}</p>
        )}
      </div>
      {slowShown && data && <Slowest devices={data.slow} />}
    </section>
  )
}

/** Who asks least often. */
const Slowest = ({ devices }: { devices: ForecastView['slow'] }) => (
  <ul className="flex flex-col gap-0.5 pt-1 text-small text-soft">
    {devices.map(({ deviceId, rhythm }) => (
      <li key={deviceId}>
        <IdText id={deviceId} className="whole-id text-ink" /> asks every{' '}
        {rhythm ? formatSpacing(rhythm.medianMs) : 'now and then'}
      </li>
    ))}
  </ul>
)

const unknownWords = (data: ForecastView | undefined): string =>
  data?.devices === 0 ? 'None of them was seen within its usual time.' : 'When they ask next is not known.'

/** The selector text that a forecast of a target is asked for; null where no text of allowed length can say it. */
export function forecastTarget(target: { selector: string } | { ids: readonly string[] }): string | null {
  const text = 'selector' in target ? target.selector : `id:${target.ids.map(formatValue).join(',')}`
  return text.length <= SELECTOR_CHARS_MAX ? text : null
}
