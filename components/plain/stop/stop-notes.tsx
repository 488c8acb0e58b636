import { unusableSentence } from '@/lib/domain/ids/unusable-entries'
import type { Wiring } from './stop-card-types'
import type { PageLive } from './stop-result-types'

/** What is not in order, each with what it means for a press. */
export function WiringNotes({ wiring }: { wiring: readonly Wiring[] }) {
  return wiring.map(({ wire, fault }) => (
    <p key={wire} className="wait" role="status">
      ◔ {fault}
    </p>
  ))
}

/** Entries that no count of this page has in it. */
export function Unusable({ count }: { count: number }) {
  const sentence = unusableSentence(count)
  return sentence && <p className="wait">◔ {sentence}</p>
}

export function Notice({ text }: { text: string | undefined }) {
  if (!text) return null
  return (
    <p className="card wait" role="alert">
      {text}
    </p>
  )
}

/** Turns the page's own refresh off and on, for a person who reads slower than it refreshes. */
export function LiveLink({ live }: { live: PageLive | undefined }) {
  if (!live) return null
  return (
    <a className="link soft" href={live.toggle}>
      {live.refresh ? `Reloads every ${live.seconds}\u00a0s. Stop reloading` : 'Does not reload. Reload by itself'}
    </a>
  )
}
