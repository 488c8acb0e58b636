const BEFORE_CHARS = 28
const AFTER_CHARS = 24

/** The piece of a selector around the characters that something is said about, which are marked. */
export function SelectorExcerpt({ text, position, length }: { text: string; position: number; length: number }) {
  const start = Math.max(0, position - BEFORE_CHARS)
  const end = Math.min(text.length, position + Math.max(1, length))
  return (
    <code dir="ltr" className="mono whitespace-pre-wrap text-ink">
      {start > 0 && '…'}
      {text.slice(start, position)}
      <mark className="rounded-tight bg-stop-bg text-stop underline decoration-2 underline-offset-4">
        {text.slice(position, end) || '␣'}
      </mark>
      {text.slice(end, end + AFTER_CHARS)}
      {end + AFTER_CHARS < text.length && '…'}
      <span className="sr-only"> (character {position + 1})</span>
    </code>
  )
}
