'use client'
import { useQuery } from '@tanstack/react-query'
import { devices, number, sourceSentence } from '@/components/words/operation-words'
import { isOpen } from '@/lib/client/api/is-open'
import { incidentQuery } from '@/lib/client/api/stop-queries'
import type { Operation } from '@/lib/domain/operation'

/** How far a stop got before it was lifted, from the same line as the timeline. It has its height before it is read. */
export function ReachedLine({ operation }: { operation: Operation }) {
  const { org, id } = operation
  const { data, isPending } = useQuery(incidentQuery(org, id, isOpen(operation)))
  if (isPending) return <p className="text-soft">Reading how far it got…</p>
  if (!data || data.covered === 0) return null
  const { confirmed, covered, proven } = data
  return (
    <p>
      {confirmed === covered ? `All ${devices(covered)}` : `${number(confirmed)} of ${devices(covered)}`} confirmed
      before that. {sourceSentence({ confirmed, proven })}
    </p>
  )
}
