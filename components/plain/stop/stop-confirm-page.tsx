import { PlainPage } from '../plain-page'
import type { StopCard, Wiring } from './stop-card-types'
import { StopConfirm, StopConfirmAll } from './stop-confirm'
import { Notice, WiringNotes } from './stop-notes'

type Shared = { wiring: Wiring[]; nonce: string; notice?: string }

const cancel = (
  // biome-ignore lint/a11y/noAutofocus: focus starts on Cancel, so that a stray Enter stops nothing
  <a className="ghost stay" href="/stop" autoFocus>
    Cancel
  </a>
)

/** The confirm as a page: for browsers without popovers, after signing in, and after a form that could not be used. */
export function StopConfirmPage({ card, wiring, nonce, notice }: Shared & { card: StopCard }) {
  return (
    <PlainPage title={`Stop ${card.name}?`} nonce={nonce}>
      <main className="several">
        <Notice text={notice} />
        <StopConfirm card={card} notes={<WiringNotes wiring={[...wiring, ...card.wiring]} />} cancel={cancel} />
      </main>
    </PlainPage>
  )
}

type AllProps = Shared & { cards: StopCard[]; leftOut: StopCard[] }

export function StopConfirmAllPage({ cards, leftOut, wiring, nonce, notice }: AllProps) {
  return (
    <PlainPage title="Stop all orgs?" nonce={nonce}>
      <main className="several">
        <Notice text={notice} />
        <StopConfirmAll cards={cards} leftOut={leftOut} notes={<WiringNotes wiring={wiring} />} cancel={cancel} />
      </main>
    </PlainPage>
  )
}
