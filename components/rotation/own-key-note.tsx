'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ExactTime } from '@/components/time/exact-time'
import { keyUsersQuery } from '@/lib/client/api/rotation/rotation-queries'

/** That the org key of this console was replaced by another program, and what to do before it ends. Nothing where it was not. */
export function OwnKeyNote({ org }: { org: string }) {
  const { data } = useQuery(keyUsersQuery(org, { kind: 'org', keyId: null }))
  if (data?.from !== 'keys' || data.ownKeyUntil === null) return null
  return (
    <p role="alert" className="text-stop">
      The org key of this console was replaced elsewhere and ends <ExactTime at={data.ownKeyUntil} />. Then the console
      can stop nothing. Enter the new key in{' '}
      <Link href={`/${org}/settings`} className="underline">
        Settings
      </Link>
      , or rotate the org key here before that.
    </p>
  )
}
