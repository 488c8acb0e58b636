'use client'
import Link from 'next/link'
import { Isolated } from '@/components/ids/isolated'
import { EndStopButton } from '@/components/stop/end-stop-button'
import { Ago } from '@/components/time/ago'
import { devices } from '@/components/words/operation-words'
import type { Fence } from '@/lib/domain/wire/operations'
import { FenceEndNote } from './fence-end-note'
import { FenceState } from './fence-state'
import { LiftButton } from './lift-button'

type Props = { org: string; fence: Fence; mayPlace: boolean; lacks: string | undefined }

/** One fence: of what, by whom and why, what it caught, until when; and the two ways to be rid of it. */
export function FenceRow({ org, fence, mayPlace, lacks }: Props) {
  const { operationId, selector, by, reason, placedAt, held, devices, endedAt } = fence
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-t px-4 py-2.5">
      <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            href={`/${org}/operations/${operationId}`}
            prefetch={false}
            className="whole-id inline-flex min-w-0 items-center font-medium underline-offset-2 hover:underline pointer-coarse:min-h-[44px]"
          >
            {selector ? <Isolated text={selector} /> : 'the whole fleet'}
          </Link>
          <FenceState fence={{ ...fence, liftedAt: null }} />
          <span className="text-small text-soft">{caught(fence)}</span>
        </div>
        <div className="text-small">
          <FenceEndNote fence={{ ...fence, liftedAt: null }} held={held} />
        </div>
        <p className="text-small text-soft wrap-anywhere">
          <bdi>{by.name}</bdi>, <Ago at={placedAt} />
          {reason && (
            <>
              {' '}
              · “<bdi>{reason}</bdi>”
            </>
          )}
        </p>
      </div>
      {mayPlace && (
        <div className="flex flex-wrap gap-2">
          {endedAt === null && (
            <EndStopButton org={org} operationId={operationId} ending="end" total={devices} lacks={lacks} />
          )}
          {held > 0 && <LiftButton operationId={operationId} lacks={lacks} />}
        </div>
      )}
    </li>
  )
}

function caught({ devices: all, held }: Fence): string {
  if (all === 0) return 'nothing caught yet'
  return held === all ? `${devices(all)} caught` : `${devices(all)} caught, ${held} still held`
}
