import { PlainPage } from '../plain-page'
import { OthersHere } from './others-here'
import { readSentence } from './plain-words'
import type { PartFault, StopCard, Wiring } from './stop-card-types'
import { Notice, WiringNotes } from './stop-notes'
import { StopParts } from './stop-parts'

/** What of one org can be stopped by itself, as a page: for a person with several orgs, and after a text that selects nothing. */
export function StopPartsPage({
  card,
  wiring,
  typed,
  fault,
  notice,
  nonce,
}: {
  card: StopCard
  wiring: Wiring[]
  typed?: string
  fault?: PartFault
  notice?: string
  nonce: string
}) {
  return (
    <PlainPage title={`Stop a part of ${card.name}`} nonce={nonce} parts>
      <main>
        <Notice text={notice} />
        <p className="soft">
          {card.name} · {card.authority}
        </p>
        <h1>Stop an environment or a role</h1>
        <p className="soft">Nothing is revoked before you confirm. {readSentence(card.reading, card.now)}</p>
        <WiringNotes wiring={[...wiring, ...card.wiring]} />
        <OthersHere names={card.others} />
        <StopParts card={card} typed={typed} fault={fault} />
        <div className="grow" />
        <a className="ghost" href="/stop">
          Back to Stop
        </a>
      </main>
    </PlainPage>
  )
}
