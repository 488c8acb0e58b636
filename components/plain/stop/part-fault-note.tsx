import type { PartFault } from './stop-card-types'

const AROUND_CHARS = 24

/** Why a text selects nothing, with the character that is meant. */
export function PartFaultNote({ id, text, fault }: { id: string; text: string; fault: PartFault }) {
  const { message, position } = fault
  return (
    <p id={id} className="stop" role="alert">
      {position === undefined ? null : (
        <>
          <Excerpt text={text} position={position} />
          <br />
        </>
      )}
      {message}
    </p>
  )
}

function Excerpt({ text, position }: { text: string; position: number }) {
  const start = Math.max(0, position - AROUND_CHARS)
  const end = position + AROUND_CHARS
  // A whole character, also one that is written as two.
  const [meant = '␣'] = text.slice(position)
  return (
    <code dir="ltr" className="mono">
      {start > 0 ? '…' : ''}
      {text.slice(start, position)}
      <mark>{meant}</mark>
      {text.slice(position + meant.length, end)}
      {end < text.length ? '…' : ''}
    </code>
  )
}
