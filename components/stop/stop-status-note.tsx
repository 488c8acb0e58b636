'use client'
import { recordSentence, whySentence } from '@/components/words/stop-status-words'
import { formatClock } from '@/lib/client/format/format-time'
import { useZone } from '@/lib/client/state/preferences'
import { useNow } from '@/lib/client/state/use-now'
import type { Operation } from '@/lib/domain/operation'

/**
 * Why a stop of the whole org is not in force, when it is sent again, and where its record is if not in the store; nothing
 * where there is nothing to say. It counts down, so it is no live region: the announcer reads the state.
 */
export function StopStatusNote({ operation }: { operation: Operation }) {
  const now = useNow()
  const zone = useZone()
  const { stop, error, kind } = operation
  if (kind !== 'disable' || !stop) return null
  const why = whySentence(operation, { now, clock: (at) => formatClock(at, zone) })
  const record = recordSentence(stop.recorded)
  return (
    <>
      {why && (
        <p className="rounded-box bg-wait-bg px-3 py-2 text-wait tabular-nums wrap-anywhere">
          {why} {error && <Said error={error} />}
        </p>
      )}
      {record && <p className="rounded-box bg-wait-bg px-3 py-2 text-wait">{record}</p>}
    </>
  )
}

function Said({ error: { code, requestId } }: { error: NonNullable<Operation['error']> }) {
  return (
    <span className="text-small">
      <span className="mono">{code}</span>
      {requestId && <span className="whole-id"> {requestId}</span>}
    </span>
  )
}
