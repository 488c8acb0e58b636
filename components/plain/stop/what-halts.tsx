import { safeLink } from '@/lib/domain/notes/safe-link'
import type { CoveringNote } from '@/lib/domain/wire/note'
import { dayOf } from './plain-words'

const SHOWN_MAX = 3
/** Some two lines of a phone. */
const BRIEF_CHARS_MAX = 90

/** Who owns what is about to be stopped, and what halts then. A long text opens by a tap, so that the confirm stays on the screen. */
export function WhatHalts({ notes }: { notes: readonly CoveringNote[] }) {
  const worded = notes.filter(({ owner, halts }) => owner || halts)
  const more = worded.length - SHOWN_MAX
  if (worded.length === 0) return null
  return (
    <section className="card halts" aria-labelledby="halts">
      <h2 id="halts">What halts when this stops</h2>
      {worded.slice(0, SHOWN_MAX).map((note) => (
        <Line key={note.id} note={note} />
      ))}
      {more > 0 ? <p className="soft">and {more.toLocaleString('en')} more</p> : null}
    </section>
  )
}

function Line({ note: { owner, halts, link, changed } }: { note: CoveringNote }) {
  const href = safeLink(link)
  const words = (
    <>
      {owner ? (
        <strong>
          <bdi>{owner}</bdi>
        </strong>
      ) : null}
      {owner && halts ? ': ' : ''}
      <bdi>{halts}</bdi>
      {href ? (
        <>
          {' '}
          <a href={href} target="_blank" rel="noreferrer noopener">
            {new URL(href).host}
          </a>
        </>
      ) : null}
      {changed ? (
        <small className="soft">
          {' '}
          Noted by <bdi>{changed.by.name}</bdi>, {dayOf(changed.at)}
        </small>
      ) : null}
    </>
  )
  if (owner.length + halts.length <= BRIEF_CHARS_MAX) return <p>{words}</p>
  return (
    <details>
      <summary>
        <span>{words}</span>
      </summary>
    </details>
  )
}
