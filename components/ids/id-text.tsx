import { hasRightToLeft, isolated } from '@/lib/domain/ids/isolated'
import { type IdPiece, idPieces } from '@/lib/domain/ids/shown-id'
import { Isolates } from './isolated'

/** An id whole, in monospace; what could not be seen is written out as a sign that is also said aloud. */
export function IdText({ id, className = 'whole-id' }: { id: string; className?: string }) {
  return (
    <bdi dir="ltr" className={className}>
      <IdPieces id={id} />
    </bdi>
  )
}

/** The same inside other text. */
export const IdPieces = ({ id }: { id: string }) => idPieces(id).map(pieceNode)

function pieceNode({ text, name }: IdPiece, index: number) {
  if (name === undefined) return hasRightToLeft(text) ? <Isolates key={index} text={isolated(text)} /> : text
  return (
    <span key={index} role="img" aria-label={name} title={name} className="text-wait">
      {text}
    </span>
  )
}

/** Several ids after one another. */
export const IdList = ({ ids }: { ids: readonly string[] }) =>
  ids.map((id, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <IdText id={id} />
    </span>
  ))

/** A sentence that names a device by `shownId`, with the id as it is shown elsewhere. */
export function SentenceWithId({ text, id }: { text: string; id: { id: string; shown: string } | null }) {
  const at = id ? text.lastIndexOf(id.shown) : -1
  if (!id || at < 0) return text
  return (
    <>
      {text.slice(0, at)}
      <IdText id={id.id} />
      {text.slice(at + id.shown.length)}
    </>
  )
}
