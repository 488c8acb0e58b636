/** A fault in a selector: its sentence and, where known, the character. */
export type PointedError = { message: string; position?: number; length?: number }

const BEFORE_CHARS = 28
const AFTER_CHARS = 24

/** The sentence, and the piece of the text around the character it is about. */
export function SelectorErrorLine({ id, text, error }: { id: string; text: string; error: PointedError }) {
  const { message, position } = error
  return (
    <div id={id} role="alert" className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-1 text-[13px] text-stop">
      {position !== undefined && <Excerpt text={text} position={position} length={error.length ?? 1} />}
      <span>{message} Nothing is selected.</span>
    </div>
  )
}

function Excerpt({ text, position, length }: { text: string; position: number; length: number }) {
  const start = Math.max(0, position - BEFORE_CHARS)
  const end = Math.min(text.length, position + Math.max(1, length))
  return (
    <code className="mono whitespace-pre-wrap text-ink">
      {start > 0 && '…'}
      {text.slice(start, position)}
      <mark className="rounded-sm bg-stop-bg text-stop underline decoration-2 underline-offset-4">
        {text.slice(position, end) || '␣'}
      </mark>
      {text.slice(end, end + AFTER_CHARS)}
      {end + AFTER_CHARS < text.length && '…'}
      <span className="sr-only"> (character {position + 1})</span>
    </code>
  )
}
