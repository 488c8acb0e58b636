'use client'
import { useQuery } from '@tanstack/react-query'
import { IdList } from '@/components/ids/id-text'
import { Button } from '@/components/ui/button'
import { laterMatchesQuery } from '@/lib/client/api/operation-queries'
import { newerMatchesLine } from './review-words'

type Props = { org: string; selectionId: string; onWiden: () => void }

/** Who matches by now and is not part of the review. One tap adds them, by a review anew. */
export function NewerMatchesLine({ org, selectionId, onWiden }: Props) {
  const { data } = useQuery(laterMatchesQuery(org, { selection: selectionId }))
  const line = data ? newerMatchesLine(data) : null
  return (
    <div role="status" className="empty:absolute">
      {data && line && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-box bg-wait-bg px-3 py-2 text-wait">
          <div className="min-w-0 flex-1 basis-56">
            <p>{line}</p>
            {data.more > 0 && data.more <= 3 && (
              <p className="text-small">
                <IdList ids={data.moreIds} />
              </p>
            )}
          </div>
          {data.more > 0 && (
            <Button size="small" onClick={onWiden}>
              Add {data.more === 1 ? 'it' : 'them'} and review again
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
