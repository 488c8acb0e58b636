'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { IdText } from '@/components/ids/id-text'
import { KeyActDialog } from '@/components/keys/device/key-act-dialog'
import { Ago } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { idBlocksQuery } from '@/lib/client/api/connect/device-key-queries'
import { isolated } from '@/lib/domain/ids/isolated'
import { shownId } from '@/lib/domain/ids/shown-id'

/** The most blocks that are drawn; the newest come first. */
const SHOWN_MAX = 200

/** Ids that cannot register again, because their revoked devices were removed, each with the act that lifts the block. */
export function IdBlocksCard({ org, mayChange }: { org: string; mayChange: boolean }) {
  const { data, error, refetch } = useQuery(idBlocksQuery(org))
  const [lifting, setLifting] = useState<string | null>(null)
  const blocks = data?.offered ? data.blocks : []
  return (
    <Card title="Blocked ids">
      {!data && !error && <Skeleton rows={2} label="Loading the blocked ids" />}
      {error && !data && <FailureNotice what="The blocked ids" error={error} retry={refetch} />}
      {error && data && <OldDataNote error={error} className="px-4 pb-2" />}
      {data && blocks.length === 0 && (
        <p className="px-4 pb-4 text-soft">
          None. Where each device has its own key, the id of a revoked device that is removed is blocked, so that it
          does not come back under a new key.
        </p>
      )}
      {blocks.length > 0 && (
        <ul aria-label="Blocked ids" className="divide-y border-t">
          {blocks.slice(0, SHOWN_MAX).map(({ deviceId, createdAt }) => (
            <li key={deviceId} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
              <div className="min-w-0 flex-1">
                <IdText id={deviceId} />
                <p className="text-small text-soft">
                  Removed {createdAt ? <Ago at={createdAt} still /> : 'at an unknown time'}
                </p>
              </div>
              {mayChange && (
                <Button size="small" onClick={() => setLifting(deviceId)}>
                  Lift…<span className="sr-only"> the block of {isolated(shownId(deviceId))}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {blocks.length > SHOWN_MAX && (
        <p className="border-t px-4 py-2 text-small text-soft">
          Shown are the latest {SHOWN_MAX} of {blocks.length.toLocaleString('en')}.
        </p>
      )}
      {lifting !== null && <KeyActDialog org={org} act="lift" ids={[lifting]} onClose={() => setLifting(null)} />}
    </Card>
  )
}
