'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { may, useOrgState } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { ExactTime } from '@/components/time/exact-time'
import { Button } from '@/components/ui/button'
import { deviceKeyQuery } from '@/lib/client/api/connect/device-key-queries'
import { errorDetail } from '@/lib/client/api/error-detail'
import type { DeviceKeyView } from '@/lib/domain/wire/device-keys'
import { KeyActDialog } from './key-act-dialog'

/**
 * The key of one device, and what an admin does with it. `proven`: its last answer was to its own key, which needs no further
 * question. Nothing where the org has no device keys.
 */
export function DeviceKeySection({ org, id, proven }: { org: string; id: string; proven: boolean }) {
  const { data: state } = useOrgState()
  const { data, error } = useQuery(deviceKeyQuery(org, id))
  const [asking, setAsking] = useState<'release' | 'end' | null>(null)
  const isUnused = data && (!data.offered || data.state === 'shared' || data.state === 'unlisted')
  if (isUnused || (!data && !error && !proven)) return null
  const hasKey = data?.offered ? data.state === 'own' : proven
  return (
    <section aria-label="Device key" className="flex flex-col items-start gap-2">
      <h3 className="font-semibold">Device key</h3>
      <p className="text-soft">{data?.offered ? <KeyState view={data} /> : proven && 'It has a key of its own.'}</p>
      {error && data && <OldDataNote error={error} />}
      {error && !data && (
        <p role="alert" className="text-wait">
          {errorDetail(error)}
        </p>
      )}
      {may(state, 'administer') && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => setAsking('release')}>
            Allow a new key…
          </Button>
          {hasKey && (
            <Button size="small" look="danger" onClick={() => setAsking('end')}>
              End its keys…
            </Button>
          )}
        </div>
      )}
      {asking && <KeyActDialog org={org} act={asking} ids={[id]} onClose={() => setAsking(null)} />}
    </section>
  )
}

function KeyState({ view }: { view: Extract<DeviceKeyView, { offered: true }> }) {
  const { state, issuedAt, firstUsedAt, releasedUntil } = view
  return (
    <>
      {state === 'none' && 'It has no key of its own: it validates with a key that agents share.'}
      {state === 'own' && !firstUsedAt && (
        <>It was given a key{issuedAt && [' ', <Ago key="at" at={issuedAt} />]} and has not used it yet.</>
      )}
      {state === 'own' && firstUsedAt && (
        <>
          It has a key of its own, first used <Ago at={firstUsedAt} />.
        </>
      )}
      {releasedUntil && (
        <>
          {' '}
          Its next register until <ExactTime at={releasedUntil} /> gets a new one.
        </>
      )}
    </>
  )
}
