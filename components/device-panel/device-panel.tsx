'use client'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { DeviceDiagnosis } from '@/components/device-panel/diagnosis/device-diagnosis'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { DeviceId } from '@/components/ids/device-id'
import { IdNote } from '@/components/ids/id-note'
import { LookalikeBadge } from '@/components/ids/lookalike-badge'
import { DeviceKeySection } from '@/components/keys/device/device-key-section'
import { DeviceNotes } from '@/components/notes/device-notes'
import { authoritySkewMs } from '@/components/org/authority-skew'
import { useOrgState } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Skeleton } from '@/components/ui/skeleton'
import { deviceQuery } from '@/lib/client/api/device-queries'
import { errorDetail, isNotFound } from '@/lib/client/api/error-detail'
import { isolated } from '@/lib/domain/ids/isolated'
import { exactId } from '@/lib/domain/ids/listed-id'
import { shownId } from '@/lib/domain/ids/shown-id'
import { DeviceActions } from './device-actions'
import { DeviceFacts } from './device-facts'
import { DeviceHistory } from './device-history'
import { DeviceHolds } from './device-holds'
import { DeviceLookalikes } from './device-lookalikes'
import { DeviceState } from './device-state'
import { DeviceStateHelp } from './device-state-help'

/** One device, beside the list on a wide screen and over it on a phone. Not modal: the list stays usable. */
export function DevicePanel({ org, id, onClose }: { org: string; id: string; onClose: () => void }) {
  const { data: state } = useOrgState()
  const { data, error, isPending, refetch } = useQuery(deviceQuery(org, id))
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const before = document.activeElement
    heading.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <aside
      aria-label={`Device ${isolated(shownId(id))}`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="flex flex-col overflow-y-auto bg-panel max-sm:fixed max-sm:inset-0 max-sm:z-30 max-sm:pt-[env(safe-area-inset-top)] max-sm:pb-[max(env(safe-area-inset-bottom),var(--results,0px))] sm:w-[392px] sm:shrink-0 sm:border-l"
    >
      <div className="flex items-start gap-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 ref={heading} tabIndex={-1} className="py-1 text-lead outline-none pointer-coarse:py-2.5">
            <DeviceId device={data?.device ?? { deviceId: id, parts: null }} />
          </h2>
          <IdNote id={id} />
        </div>
        <CopyButton text={exactId(id)} label="Copy the device id" />
        <Button look="quiet" size="small" aria-label="Close" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      {isPending && <Skeleton rows={8} label="Loading the device" />}
      {error && !data && <FailureNotice what="The device" error={error} retry={refetch} missing="No such device" />}
      {isNotFound(error) && (
        <div className="px-4 pb-4">
          <DeviceDiagnosis key={id} org={org} id={id} initial="denied" />
        </div>
      )}
      {data && (
        <div className="flex flex-col gap-5 px-4 py-4">
          {error && (
            <p role="alert" className="text-wait">
              {errorDetail(error)} Shown is the last snapshot.
            </p>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <span className="flex items-center gap-0.5">
              <DeviceState device={data.device} orgStopped={state?.execution.state === 'disabled'} />
              <DeviceStateHelp device={data.device} />
            </span>
            {data.device.lookalike && <LookalikeBadge />}
          </div>
          <DeviceLookalikes org={org} lookalikes={data.lookalikes} />
          <DeviceActions org={org} detail={data} />
          <DeviceHolds org={org} detail={data} />
          <DeviceDiagnosis key={id} org={org} id={id} />
          <DeviceKeySection org={org} id={id} proven={data.device.lastDecision?.proven ?? false} />
          <DeviceNotes org={org} device={data.device} />
          <DeviceFacts device={data.device} skewMs={authoritySkewMs(data.reading)} />
          <DeviceHistory events={data.history} org={org} />
        </div>
      )}
    </aside>
  )
}
