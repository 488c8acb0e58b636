'use client'
import { useQuery } from '@tanstack/react-query'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { OldDataNote } from '@/components/feedback/old-data-note'
import { DeviceLink } from '@/components/ids/device-link'
import { Ago } from '@/components/time/ago'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { devices } from '@/components/words/operation-words'
import { type ChosenKey, keyUsersQuery } from '@/lib/client/api/rotation/rotation-queries'
import type { KeyUsersView, KeyUserView } from '@/lib/domain/wire/rotation'
import { type Progress, progressOf, unknownWords } from './rotation-words'

/** Which devices have come back on the new key, and which have not, as it happens. */
export function KeyUsersCard({ org, chosen }: { org: string; chosen: ChosenKey }) {
  const { data, error, refetch } = useQuery(keyUsersQuery(org, chosen))
  return (
    <Card title="Who is back">
      {error && !data && <FailureNotice what="The devices on this key" error={error} retry={refetch} />}
      {error && data && <OldDataNote error={error} className="px-4 pb-2" />}
      {!error && !data && <Skeleton rows={3} label="Loading the devices on this key" />}
      {data && <Users users={data} org={org} />}
    </Card>
  )
}

function Users({ users, org }: { users: KeyUsersView; org: string }) {
  const progress = progressOf(users)
  if (progress === null)
    return (
      <p className="px-4 pb-4 text-soft">
        This authority does not show which key a device uses. Once the old key has ended, those that validate are back,
        and those that do not are named here.
      </p>
    )
  const { back, backWords, left, leftWords, isOver, unknown } = progress
  const named = users.from === 'keys' ? users.replaced : users.quiet
  return (
    <>
      <div className="flex flex-col gap-2 px-4 pb-3">
        <p aria-live="polite" className="flex flex-wrap gap-x-4 gap-y-1 text-lead tabular-nums">
          <span className="text-ok">
            {back.toLocaleString('en')} {backWords}
          </span>
          <span className={left === 0 ? 'text-soft' : isOver ? 'text-stop' : 'text-wait'}>
            {left.toLocaleString('en')} {leftWords}
          </span>
        </p>
        <progress
          aria-label="Devices on the new key"
          className="h-1.5 w-full accent-ok"
          max={Math.max(1, back + left)}
          value={back}
        />
        <Explanation users={users} progress={progress} />
        {unknown > 0 && <p className="text-wait">{unknownWords(users.from, unknown)}</p>}
      </div>
      {named.length > 0 && <UserList org={org} on="an earlier key" users={named} total={left} />}
    </>
  )
}

function Explanation({ users, progress }: { users: KeyUsersView; progress: Progress }) {
  const { left, isOver, unknown } = progress
  if (left === 0 && isOver && users.from === 'keys')
    return unknown > 0 ? null : <p className="text-soft">No device is left on an earlier key.</p>
  if (users.from === 'times')
    return <p className="text-soft">By the time of the last validate: this authority does not show the key of one.</p>
  if (isOver)
    return (
      <p className="text-soft">
        Those that are dark are denied until they have the new key. Give it to them, or find out what they are.
      </p>
    )
  return (
    <p className="text-soft">A device without the new key goes on working until the old one ends. Then it is denied.</p>
  )
}

type ListProps = { org: string; on: 'this key' | 'an earlier key'; users: readonly KeyUserView[]; total: number }

/** Devices in the order of their ids, so that no row moves when one validates. */
export function UserList({ org, on, users, total }: ListProps) {
  return (
    <>
      <ul aria-label={`Devices on ${on}`} className="max-h-96 divide-y overflow-y-auto border-t">
        {users.toSorted(byId).map(({ deviceId, lastValidatedAt, revoked, asking }) => (
          <li key={deviceId} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2">
            <DeviceLink org={org} deviceId={deviceId} />
            <span className="text-small text-soft">
              {revoked && 'revoked, '}
              {lastValidatedAt ? (
                <>
                  {asking && on === 'an earlier key' ? 'validated with the old key' : 'last validated'}{' '}
                  <Ago at={lastValidatedAt} still />
                </>
              ) : (
                'never validated'
              )}
            </span>
          </li>
        ))}
      </ul>
      {total > users.length && (
        <p className="border-t px-4 py-2 text-small text-soft">
          Named are the {users.length} that validated last, of {devices(total)}.
        </p>
      )}
    </>
  )
}

const byId = (a: KeyUserView, b: KeyUserView) => (a.deviceId < b.deviceId ? -1 : 1)
