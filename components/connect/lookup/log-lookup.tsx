'use client'
import { useMemo, useState } from 'react'
import { Card } from '@/components/ui/card'
import { AreaField } from '@/components/ui/field'
import { useSettled } from '@/lib/client/browser/use-settled'
import { findInLog, idLines } from '@/lib/domain/diagnosis/find-in-log'
import { DeviceHit } from './device-hit'
import { RequestHit } from './request-hit'

/** Of a whole log, the newest are looked up: what a person wants to know is at its end. */
const REQUESTS_MAX = 5
const DEVICES_MAX = 3

/** An id is looked up once typing rests. */
const RESTS_MS = 250

/** A longer paste is not put into the field, where it would hold up the page: only the ids in it are. */
const PASTE_CHARS_MAX = 20_000

/** From a request id, a device id, or lines of an agent's log, to what was decided and why. The text stays in this page. */
export function LogLookup({ org }: { org: string }) {
  const [text, setText] = useState('')
  const [pasted, setPasted] = useState(0)
  const settled = useSettled(text, RESTS_MS)
  const { requestIds, deviceIds } = useMemo(() => findInLog(settled), [settled])
  const requests = requestIds.slice(0, REQUESTS_MAX)
  const devices = deviceIds.slice(0, DEVICES_MAX)
  const left = requestIds.length - requests.length + deviceIds.length - devices.length
  return (
    <section id="lookup" aria-label="Look up a log" className="scroll-mt-16">
      <Card title="What was an agent answered?">
        <div className="flex flex-col gap-3 px-4 pb-4">
          <AreaField
            label="Request id, device id, or lines of an agent’s log"
            rows={3}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setPasted(0)
            }}
            onPaste={(event) => {
              const log = event.clipboardData.getData('text')
              if (log.length <= PASTE_CHARS_MAX) return
              event.preventDefault()
              setText(idLines(findInLog(log)))
              setPasted(log.length)
            }}
            hint={
              pasted > 0
                ? `Of the ${pasted.toLocaleString('en')} characters that you pasted, the newest ids are kept here.`
                : 'Only the ids in it are sent to the console.'
            }
          />
          <div className="flex flex-col gap-3">
            <p role="status" className="sr-only">
              {requests.length + devices.length > 0 && `${requests.length + devices.length} ids are looked up below.`}
            </p>
            {(settled.trim() !== '' || pasted > 0) && requests.length + devices.length === 0 && (
              <p role="status" className="text-soft">
                There is no request id and no device id in it. Paste the line with the denial.
              </p>
            )}
            <ul className="flex flex-col gap-3">
              {requests.map((id) => (
                <RequestHit key={id} org={org} requestId={id} />
              ))}
              {devices.map((id) => (
                <DeviceHit key={id} org={org} deviceId={id} withDecision={requests.length === 0} />
              ))}
            </ul>
            {left > 0 && (
              <p className="text-small text-soft">{left} more ids before these. Paste fewer lines to see them.</p>
            )}
          </div>
        </div>
      </Card>
    </section>
  )
}
