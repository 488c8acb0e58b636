'use client'
import { useQuery } from '@tanstack/react-query'
import { DeviceLink } from '@/components/ids/device-link'
import { may, useOrgState } from '@/components/org/use-org'
import { Ago } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { errorDetail } from '@/lib/client/api/error-detail'
import { rehearsalsQuery } from '@/lib/client/api/operation-queries'
import { useAct } from '@/lib/client/api/use-act'

/** Rehearsals that were begun and not ended, such as by a phone that was closed. Nothing where there is none. */
export function OpenRehearsals({ org, except }: { org: string; except?: string }) {
  const { data: state } = useOrgState()
  const { data } = useQuery(rehearsalsQuery(org))
  const act = useAct(org)
  const open = (data?.rehearsals ?? []).filter(({ deviceId }) => deviceId !== except)
  if (open.length === 0) return null
  return (
    <Card title="Rehearsals that were not ended">
      <p className="px-4 text-soft">Each keeps its device stopped until it is restored.</p>
      {act.error && (
        <p role="alert" className="px-4 text-wait">
          {errorDetail(act.error)}
        </p>
      )}
      <ul className="divide-y px-4 pb-2">
        {open.map(({ operationId, deviceId, by, begunAt }) => (
          <li key={operationId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
            <span className="min-w-0">
              <DeviceLink org={org} deviceId={deviceId} />
              <span className="block text-small text-soft">
                by <bdi>{by.name}</bdi>, <Ago at={begunAt} />
              </span>
            </span>
            {may(state, 'resume') && (
              <Button
                disabled={act.isPending}
                onClick={() => act.mutateAsync({ kind: 'restore', undoes: operationId }).catch(() => null)}
              >
                Restore
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
