'use client'
import { useQuery } from '@tanstack/react-query'
import { WordHelp } from '@/components/glossary/word-help'
import { DeviceLink } from '@/components/ids/device-link'
import { Ago } from '@/components/time/ago'
import { Card } from '@/components/ui/card'
import { rehearsalsQuery } from '@/lib/client/api/operation-queries'
import { RestoreRehearsed } from './restore-rehearsed'

/** Rehearsals that were begun and not ended, such as by a phone that was closed. Nothing where there is none. */
export function OpenRehearsals({ org, except }: { org: string; except?: string }) {
  const { data } = useQuery(rehearsalsQuery(org))
  const open = (data?.rehearsals ?? []).filter(
    ({ deviceId }) => except === undefined || (deviceId !== except && deviceId !== null),
  )
  if (open.length === 0) return null
  return (
    <Card title="Rehearsals that were not ended" help={<WordHelp words={['rehearsal']} />}>
      <p className="px-4 text-soft">Each keeps its device, or the whole org, stopped until it is taken back.</p>
      <ul className="divide-y px-4 pb-2">
        {open.map(({ operationId, deviceId, by, begunAt }) => (
          <li key={operationId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
            <span className="min-w-0">
              {deviceId === null ? 'The whole org' : <DeviceLink org={org} deviceId={deviceId} />}
              <span className="block text-small text-soft">
                by <bdi>{by.name}</bdi>, <Ago at={begunAt} />
              </span>
            </span>
            <RestoreRehearsed org={org} operationId={operationId} ofOrg={deviceId === null} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
