import Link from 'next/link'
import { WordHelp } from '@/components/glossary/word-help'
import { Ago } from '@/components/time/ago'
import type { DeviceDetail, Hold } from '@/lib/domain/wire/devices'

/** Why the device must stay stopped: by whom, when, why, and by which operation. */
export function DeviceHolds({ org, detail }: { org: string; detail: DeviceDetail }) {
  const { holds, device } = detail
  if (device.status !== 'revoked' && holds.length === 0) return null
  return (
    <section className="flex flex-col gap-2 rounded-box bg-off-bg px-3 py-2.5">
      <div className="flex items-center gap-0.5">
        <h3>{device.status === 'revoked' ? 'Revoked' : 'Held, yet active'}</h3>
        <WordHelp words={['hold']} />
      </div>
      {holds.length === 0 && <p className="text-soft">Not by this console; who did it is not on its record.</p>}
      {holds.map((hold) => (
        <div key={hold.id}>
          <p>
            {heldBy(hold)} <Ago at={hold.placedAt} />
          </p>
          {hold.reason && <p className="wrap-anywhere">“{hold.reason}”</p>}
          {hold.operationId && (
            <Link
              href={`/${org}/operations/${hold.operationId}`}
              prefetch={false}
              className="touch inline-flex items-center underline underline-offset-2"
            >
              Open the operation
            </Link>
          )}
        </div>
      ))}
      {holds.length > 1 && (
        <p className="text-soft">It starts again only when the last of these {holds.length} holds is released.</p>
      )}
    </section>
  )
}

function heldBy({ kind, by }: Hold): string {
  if (kind === 'elsewhere') return 'Found revoked, not by this console,'
  if (kind === 'fence') return `By a fence of ${by.name},`
  return kind === 'fallback-stop' ? `By the stop of ${by.name},` : `By ${by.name},`
}
