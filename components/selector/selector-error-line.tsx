import { SelectorExcerpt } from '@/components/ids/selector-excerpt'
import { InvalidInput } from '@/lib/domain/errors'

/** A fault in a selector: its sentence and, where known, the character. */
export type PointedError = { message: string; position?: number; length?: number }

/** The sentence, and the piece of the text around the character it is about. */
export function SelectorErrorLine({ id, text, error }: { id: string; text: string; error: PointedError }) {
  const { message, position } = error
  return (
    <div id={id} role="alert" className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-1 text-small text-stop">
      {position !== undefined && <SelectorExcerpt text={text} position={position} length={error.length ?? 1} />}
      <span>{message} Nothing is selected.</span>
    </div>
  )
}

/** The fault of the text: its own grammar first, then what the server says of its meaning. */
export function pointedError(local: PointedError | null, remote: unknown): PointedError | null {
  if (local) return local
  if (!(remote instanceof InvalidInput)) return null
  const [issue] = remote.issues
  return { message: issue?.message ?? remote.detail, position: issue?.position }
}
