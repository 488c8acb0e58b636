'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { PlaceFenceButton } from '@/components/fences/place-fence-button'
import { FleetHint } from '@/components/org/fleet-hint'
import { WithTimes } from '@/components/time/with-times'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { trimSelector } from '@/lib/domain/selector/edit'
import type { DevicesPage } from '@/lib/domain/wire/devices'
import type { OrgState } from '@/lib/domain/wire/org-state'
import { DevicesSkeleton } from './devices-skeleton'

type Props = {
  page: DevicesPage | undefined
  state: OrgState | undefined
  q: string
  error: unknown
  faulty: boolean
  retry: () => void
  onClear: () => void
}

/** Takes the place of the list: not read yet, not readable, nothing registered, nothing that matches. */
export function DevicesNotice({ page, state, q, error, faulty, retry, onClear }: Props) {
  return <Card className="flex-1">{content({ page, state, q, error, faulty, retry, onClear })}</Card>
}

function content({ page, state, q, error, faulty, retry, onClear }: Props) {
  if (faulty && !page)
    return (
      <Notice title="Nothing is selected">The selector above does not parse. The list comes back when it does.</Notice>
    )
  if (!page && error) return <FailureNotice what="The devices" error={error} retry={retry} />
  if (!page || page.reading.status === 'loading') return <DevicesSkeleton />
  if (page.fleetTotal === 0 && !page.reading.readAt) {
    return (
      <Notice role="status" title="No device list was read yet">
        <WithTimes text={page.reading.error?.detail ?? 'The first reading is on its way.'} />
      </Notice>
    )
  }
  const fence =
    state && q.trim() !== '' && !faulty ? <PlaceFenceButton state={state} selector={trimSelector(q)} /> : null
  if (page.fleetTotal === 0) return <EmptyFleet state={state} action={fence} />
  return (
    <Notice
      title="No device matches"
      action={
        <>
          <Button onClick={onClear}>Show all {page.fleetTotal.toLocaleString('en')}</Button>
          {fence}
        </>
      }
    >
      Nothing in the fleet matches <span className="whole-id whitespace-pre-wrap text-ink">{q}</span>. Terms side by
      side must all hold; a comma means any of them.
    </Notice>
  )
}

function EmptyFleet({ state, action }: { state: OrgState | undefined; action: ReactNode }) {
  const embedded = state?.authority.kind === 'embedded'
  const connect = state && (
    <Link href={`/${state.org.slug}/connect`} prefetch={false} className={buttonClass('strong')}>
      Connect an agent
    </Link>
  )
  return (
    <Notice
      title="No device is registered yet"
      action={
        <>
          {connect}
          {action}
        </>
      }
    >
      <p>
        A device appears here when an agent registers, or when you register its id: <em>Register</em> above
        <span className="sm:hidden">, behind ···</span>.
      </p>
      {state && embedded ? (
        <p className="mt-2">
          <FleetHint baseUrl={state.authority.url} />
        </p>
      ) : (
        <p className="mt-2">Agents register at {state?.authority.url ?? 'the authority'} when they start.</p>
      )}
    </Notice>
  )
}
