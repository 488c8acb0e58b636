import { IdText } from '@/components/ids/id-text'
import { Button } from '@/components/ui/button'
import { number } from '@/components/words/operation-words'
import type { Selection } from '@/lib/domain/wire/selection'
import { lookalikesLine, type ReviewKind } from './review-words'

type Props = { kind: ReviewKind; review: Selection; onAdd: (() => void) | null }

/** Who looks like one of the selection and is not part of it. One tap adds them, by a review anew. */
export function LookalikesLine({ kind, review, onAdd }: Props) {
  const line = lookalikesLine(kind, review)
  if (!line) return null
  const named = review.lookalikes.named.filter(({ status }) =>
    kind === 'revoke' ? status !== 'revoked' : kind === 'remove' || status === 'revoked',
  )
  const more = line.left - named.length
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-box bg-wait-bg px-3 py-2 text-wait"
    >
      <div className="min-w-0 flex-1 basis-56">
        <p>{line.text}</p>
        <ul className="text-small">
          {named.map(({ id, like }) => (
            <li key={id}>
              <IdText id={id} />
              {review.count > 1 && (
                <>
                  {' looks like '}
                  <IdText id={like} />
                </>
              )}
            </li>
          ))}
          {more > 0 && <li>and {number(more)} more</li>}
        </ul>
      </div>
      {onAdd && (
        <Button size="small" onClick={onAdd}>
          Add {line.left === 1 ? 'it' : 'them'} and review again
        </Button>
      )}
    </div>
  )
}
