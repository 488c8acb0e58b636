import { useQuery } from '@tanstack/react-query'
import { IdText } from '@/components/ids/id-text'
import { decisionsQuery } from '@/lib/client/api/connect/decisions-query'
import { DeviceDiagnosis } from './device-diagnosis'
import { DecisionLines } from './request-hit'

/** What is known of an id from a log: its newest decision, and why it is denied or still works. */
export function DeviceHit({ org, deviceId }: { org: string; deviceId: string }) {
  const { data } = useQuery(decisionsQuery(org, { deviceId }))
  const [newest] = data?.offered ? data.decisions : []
  return (
    <li className="flex flex-col gap-2 rounded-box border px-3 py-2.5">
      <p className="whole-id">
        <IdText id={deviceId} />
      </p>
      {newest && <DecisionLines org={org} decision={newest} />}
      <DeviceDiagnosis org={org} id={deviceId} />
    </li>
  )
}
