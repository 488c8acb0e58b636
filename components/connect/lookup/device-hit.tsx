import { useQuery } from '@tanstack/react-query'
import { DeviceDiagnosis } from '@/components/device-panel/diagnosis/device-diagnosis'
import { IdText } from '@/components/ids/id-text'
import { decisionsQuery } from '@/lib/client/api/connect/decisions-query'
import { DecisionLines } from './request-hit'

type Props = { org: string; deviceId: string; withDecision: boolean }

/** What is known of an id from a log: why it is denied or still works, and, where no request id led to one, its newest decision. */
export function DeviceHit({ org, deviceId, withDecision }: Props) {
  const { data } = useQuery({ ...decisionsQuery(org, { deviceId }), enabled: withDecision })
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
