'use client'
import { useQuery } from '@tanstack/react-query'
import { Ago } from '@/components/time/ago'
import { wrongKeysQuery } from '@/lib/client/api/connect/agent-key-queries'

/** That calls come with a key that is none: the likeliest reason why an agent is not seen. Nothing where there are none. */
export function WrongKeys({ org }: { org: string }) {
  const { data } = useQuery(wrongKeysQuery(org))
  if (!data?.offered || data.count === 0) return null
  return (
    <p className="border-t px-4 py-2 text-small text-soft">
      {data.count === 1 ? '1 call' : `${data.count.toLocaleString('en')} calls`} with a wrong key
      {data.since && (
        <>
          {' '}
          since the authority started (<Ago at={data.since} />)
        </>
      )}
      {data.lastAt && (
        <>
          , the last <Ago at={data.lastAt} />
        </>
      )}
      . They may be of any org of this authority.
    </p>
  )
}
