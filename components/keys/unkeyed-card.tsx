'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { KeyActDialog } from '@/components/keys/device/key-act-dialog'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { devices, number } from '@/components/words/operation-words'
import { keyReviewQuery } from '@/lib/client/api/connect/device-key-queries'
import { UnkeyedRow } from './unkeyed-row'

type Props = { org: string; isDenied: boolean; mayChange: boolean }

/** Active devices that have not used a key of their own, by name, and the act that lets all that are shown get one. */
export function UnkeyedCard({ org, isDenied, mayChange }: Props) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(keyReviewQuery(org))
  const [asking, setAsking] = useState<readonly string[] | null>(null)
  const pages = data?.pages.flatMap((page) => (page.offered ? [page] : [])) ?? []
  const shown = pages.flatMap((page) => page.devices)
  const total = pages.at(-1)?.total ?? 0
  const ids = shown.map(({ deviceId }) => deviceId)
  return (
    <Card
      title={isDenied ? 'Denied: no key of its own' : 'Without a key of their own'}
      aside={total > 0 && devices(total)}
    >
      {!data && !error && <Skeleton rows={3} label="Loading the devices without a key" />}
      {error && !data && <FailureNotice what="The devices without a key" error={error} retry={refetch} />}
      {error && data && <OldDataNote error={error} className="px-4 pb-2" />}
      {data && shown.length === 0 && (
        <p className="px-4 pb-4 text-soft">Every active device has used a key of its own.</p>
      )}
      {shown.length > 0 && (
        <>
          <p className="px-4 pb-3 text-soft">
            A device that worked under a shared key, or lost its own, gets one only after a person allows it. Then give
            it an enrolment key and let it register.
          </p>
          {mayChange && (
            <div className="px-4 pb-3">
              <Button onClick={() => setAsking(ids)}>
                Allow {ids.length === 1 ? 'this device' : `these ${number(ids.length)}`} a new key…
              </Button>
            </div>
          )}
          <ul aria-label="Devices without a key" className="divide-y border-t">
            {shown.map((device) => (
              <UnkeyedRow key={device.deviceId} org={org} device={device} />
            ))}
          </ul>
          {hasNextPage && (
            <div className="border-t px-4 py-3">
              <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                Show more
              </Button>
            </div>
          )}
        </>
      )}
      {asking && <KeyActDialog org={org} act="release" ids={asking} onClose={() => setAsking(null)} />}
    </Card>
  )
}
