import { IdText } from '@/components/ids/id-text'
import { Ago } from '@/components/time/ago'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { devices } from '@/components/words/operation-words'
import type { DarkDeviceView, KeyReview } from '@/lib/domain/wire/device-keys'

/** When a device last validated, as far as the authority reports it. */
export function LastValidated({ at }: { at: DarkDeviceView['lastValidatedAt'] }) {
  if (at === null) return <>never validated</>
  return <>validated {at === undefined ? 'at an unknown time' : <Ago at={at} still />}</>
}

/** Before each device needs its own key: who would be denied, by name, and when each validated last. */
export function ReviewedDevices({ review }: { review: Extract<KeyReview, { offered: true }> }) {
  const { devices: shown, total } = review
  if (total === 0) return <p role="status">Every active device has used a key of its own: none would be denied.</p>
  const left = total - shown.length
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="font-medium text-wait">
        {devices(total)} would be denied from the next validate on.
      </p>
      <ScrollRegion
        label="Devices that would be denied"
        className="max-h-56 shrink-0 overflow-y-auto rounded-box border px-3 py-2"
      >
        <ul className="flex flex-col gap-1.5">
          {shown.map(({ deviceId, lastValidatedAt }) => (
            <li key={deviceId} className="flex flex-wrap justify-between gap-x-4">
              <IdText id={deviceId} />
              <span className="text-small text-soft">
                <LastValidated at={lastValidatedAt} />
              </span>
            </li>
          ))}
        </ul>
      </ScrollRegion>
      {left > 0 && <p className="text-soft">And {devices(left)} more, which the page lists.</p>}
    </div>
  )
}
