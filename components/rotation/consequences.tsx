'use client'
import { useQuery } from '@tanstack/react-query'
import { FailureNotice } from '@/components/feedback/failure-notice'
import { Card } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { devices } from '@/components/words/operation-words'
import { type ChosenKey, keyUsersQuery } from '@/lib/client/api/rotation/rotation-queries'
import type { KeyUsersView } from '@/lib/domain/wire/rotation'
import { UserList } from './key-users-card'
import { unknownWords } from './rotation-words'

type Props = { org: string; chosen: ChosenKey; agentsHoldOrgKey: boolean | null }

/** What a rotation of this key will do, and to which devices: read before anything is pressed. */
export function Consequences({ org, chosen, agentsHoldOrgKey }: Props) {
  const { data, error, refetch } = useQuery(keyUsersQuery(org, chosen))
  return (
    <Card title="What will happen">
      {error && !data && <FailureNotice what="The devices on this key" error={error} retry={refetch} />}
      {!error && !data && <Skeleton rows={3} label="Loading the devices on this key" />}
      {data && (
        <>
          <ol className="flex list-decimal flex-col gap-1.5 pr-4 pb-4 pl-9">
            <li>
              The authority makes a new key. It counts once it has answered to the console; until then, and for the
              overlap, the old one works.
            </li>
            <li>{whoGetsIt(chosen, agentsHoldOrgKey)}</li>
            <li className="font-medium">{whoIsDenied(data, chosen)}</li>
          </ol>
          {data.counts.unknown > 0 && (
            <p className="px-4 pb-3 text-wait">{unknownWords(data.from, data.counts.unknown)}</p>
          )}
          {data.from === 'keys' && data.current.length > 0 && (
            <UserList org={org} on="this key" users={data.current} total={data.counts.current} />
          )}
        </>
      )}
    </Card>
  )
}

function whoGetsIt({ kind }: ChosenKey, agentsHoldOrgKey: boolean | null): string {
  if (kind === 'agent') return 'You are shown it once. Give it to these agents, where their other secrets are.'
  if (agentsHoldOrgKey === false)
    return 'The console uses it from then on. No browser is shown it, because agents do not need it.'
  return 'The console uses it from then on, and you are shown it once: the agents of this org need it too.'
}

function whoIsDenied(users: KeyUsersView, { kind }: ChosenKey): string {
  if (users.from === 'times')
    return `After the overlap every agent that still has the old key is denied. ${devices(users.counts.active)} are active; this authority does not show which key each uses.`
  const { current, replaced, unknown } = users.counts
  const earlier = replaced > 0 ? ` ${devices(replaced)} last used an even earlier one, and are not among them.` : ''
  if (current === 0)
    return `After the overlap a program that still has the old key is denied. No device is known to use it${kind === 'org' && unknown === 0 ? ': agents go on' : ''}.${earlier}`
  return `After the overlap each of these ${devices(current)} is denied, unless it has the new key by then.${earlier}`
}
