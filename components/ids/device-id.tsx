import type { DeviceRow } from '@/lib/domain/wire/devices'
import { IdPieces, IdText } from './id-text'

type Segment = { name: string; text: string }

/** An id in monospace with its role in bold, whole. `oneLine`: if it has no room, its end stays, which differs from device to device. */
export function DeviceId({
  device: { deviceId, parts },
  oneLine = false,
}: {
  device: Pick<DeviceRow, 'deviceId' | 'parts'>
  oneLine?: boolean
}) {
  const segments = parts?.role ? segmentsOf(parts) : cutBeforeEnd(deviceId)
  if (!oneLine) {
    if (!parts?.role) return <IdText id={deviceId} />
    return (
      <bdi dir="ltr" className="whole-id">
        <Segments segments={segments} />
      </bdi>
    )
  }
  return (
    <bdi dir="ltr" className="whole-id flex min-w-0">
      <span className="min-w-0 shrink-[1000] overflow-hidden text-ellipsis whitespace-pre">
        <Segments segments={segments.slice(0, -1)} />
      </span>
      <span className="min-w-0 overflow-hidden text-ellipsis whitespace-pre">
        <Segments segments={segments.slice(-1)} />
      </span>
    </bdi>
  )
}

const Segments = ({ segments }: { segments: readonly Segment[] }) =>
  segments.map(({ name, text }) =>
    name === 'role' ? (
      <b key={name} className="font-bold">
        <IdPieces id={text} />
      </b>
    ) : (
      <IdPieces key={name} id={text} />
    ),
  )

/** Every part but the first with the colon before it, which is a segment of its own so that a bold role has none. */
const segmentsOf = (parts: Record<string, string>): Segment[] =>
  Object.entries(parts).flatMap(([name, text], index) =>
    index === 0
      ? [{ name, text }]
      : name === 'role'
        ? [
            { name: `:${name}`, text: ':' },
            { name, text },
          ]
        : [{ name, text: `:${text}` }],
  )

/** What comes before the last separator, and the rest. */
function cutBeforeEnd(id: string): Segment[] {
  const at = Math.max(...[':', '/', '.', '_', '-'].map((separator) => id.lastIndexOf(separator)))
  return at > 0
    ? [
        { name: 'start', text: id.slice(0, at) },
        { name: 'end', text: id.slice(at) },
      ]
    : [{ name: 'end', text: id }]
}
