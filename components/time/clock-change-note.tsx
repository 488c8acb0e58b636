import { formatExact } from '@/lib/client/format/format-time'
import { fromWallTime, oddityOf } from '@/lib/domain/time/wall-time'

/** Says which instant a field means whose time the clocks go through twice, or leave out; nothing for any other. */
export function ClockChangeNote({ text, at, zone }: { text: string; at: number | null; zone: string }) {
  const oddity = oddityOf(text, zone)
  if (oddity === null || at === null) return null
  const clock = text.slice(-'hh:mm'.length)
  const exact = formatExact(at, zone)
  const first = fromWallTime(text, zone, 'from')
  return (
    <span role="status" className="text-small text-wait">
      {oddity === 'twice'
        ? `The clocks change: ${clock} comes twice that day. This is the ${at === first ? 'first' : 'second'}, ${exact}.`
        : `The clocks change: ${clock} is left out that day. It is taken for ${exact}.`}
    </span>
  )
}
