import { IdPieces, IdText } from '@/components/ids/id-text'
import type { DeviceRow } from '@/lib/domain/console-api'

/** An id in monospace with its role in bold, whole. */
export function DeviceId({ device }: { device: Pick<DeviceRow, 'deviceId' | 'parts'> }) {
  const { deviceId, parts } = device
  if (!parts?.role) return <IdText id={deviceId} />
  const names = Object.keys(parts)
  return (
    <bdi dir="ltr" className="whole-id">
      {names.map((name, index) => (
        <span key={name}>
          {index > 0 && ':'}
          {name === 'role' ? (
            <b className="font-bold">
              <IdPieces id={parts[name] as string} />
            </b>
          ) : (
            <IdPieces id={parts[name] as string} />
          )}
        </span>
      ))}
    </bdi>
  )
}
