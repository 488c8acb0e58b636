import type { ReactNode } from 'react'
import {
  agents,
  allOrgs,
  countsSentence,
  KIND_SENTENCE,
  readBesideState,
  readSentence,
  stateWord,
  stoppedState,
} from './plain-words'
import type { StopCard } from './stop-card-types'
import { StoppedLine } from './stopped-line'

/**
 * The second tap. It never lies under the first: with one org on a tall screen the first is at the foot and this at the
 * head; else the first ones are on the right and this is on the left. Cancel is in the thumb's reach and takes the focus; it
 * stays at the foot of the screen, so that the focus scrolls a long confirm nowhere.
 */
export function StopConfirm({ card, notes, cancel }: { card: StopCard; notes?: ReactNode; cancel: ReactNode }) {
  const { slug, name, form, counts, orgDisable, authority, reading, now } = card
  // An old reading is no reason to say that nothing is left to stop.
  const isStopped = stoppedState(card) === 'sure'
  return (
    <>
      <p className="soft">
        {name} · {authority}
      </p>
      <h1>{isStopped ? `${name} is stopped already` : question(card)}</h1>
      {isStopped ? <StoppedLine card={card} /> : null}
      <p className="soft">
        {readSentence(reading, now)} {reading.status === 'fresh' ? '' : 'The stop reaches every agent all the same. '}
        {isStopped ? AGAIN : orgDisable === 'no' ? `${KIND_SENTENCE} Lifting it restores exactly those.` : EFFECT}
      </p>
      {notes}
      <form method="post" action={`/stop/${slug}`}>
        <input type="hidden" name="operation" value={form.operationId} />
        <input type="hidden" name="issued" value={form.issuedAt} />
        <input type="hidden" name="seal" value={form.seal} />
        <button className="big go" type="submit">
          {orgDisable === 'no' ? `Revoke ${activeDevices(counts)}` : 'Stop now'}
        </button>
      </form>
      <div className="grow" />
      {cancel}
    </>
  )
}

const AGAIN = 'Pressing sends the stop once more. What is in force stays in force.'
const EFFECT = 'They stop at their next check. Nothing is deleted; you can resume later.'

const question = ({ name, counts }: StopCard): string =>
  counts ? `Stop all ${agents(counts.active)} of ${name}?` : `Stop every agent of ${name}?`

const activeDevices = (counts: StopCard['counts']): string => {
  if (!counts) return 'every active device'
  return counts.active === 1 ? 'the 1 active device' : `all ${counts.active.toLocaleString('en')} active devices`
}

/** One confirm that names every org it stops. */
export function StopConfirmAll({
  cards,
  leftOut,
  notes,
  cancel,
}: {
  cards: StopCard[]
  leftOut: StopCard[]
  notes?: ReactNode
  cancel: ReactNode
}) {
  return (
    <>
      <h1>{cards.length === 1 ? `Stop ${cards[0]?.name}?` : `Stop ${allOrgs(cards.length)}?`}</h1>
      <p className="soft">Their agents stop at their next check. Nothing is deleted; each org is resumed on its own.</p>
      {notes}
      <form method="post" action="/stop">
        {cards.map(({ slug, form }) => (
          <input
            key={slug}
            type="hidden"
            name="press"
            value={`${slug}:${form.operationId}:${form.issuedAt}:${form.seal}`}
          />
        ))}
        <button className="big go" type="submit">
          Stop now
        </button>
      </form>
      <ul className="orgs">
        {cards.map((card) => (
          <li key={card.slug}>
            <strong>{card.name}</strong> <span className={stateWord(card).tone}>{stateWord(card).word}</span>
            <br />
            <span className="soft">
              {countsSentence(card.counts, card.execution)} {readBesideState(card, card.now)}{' '}
              {card.orgDisable === 'no' ? KIND_SENTENCE : ''}
            </span>
          </li>
        ))}
      </ul>
      {leftOut.length > 0 ? (
        <p className="wait">
          ◔ Not stopped by this, because your role there may look only:{' '}
          {leftOut.map(({ slug, name }, index) => (
            <span key={slug}>
              {index > 0 ? ', ' : ''}
              <bdi>{name}</bdi>
            </span>
          ))}
          .
        </p>
      ) : null}
      <div className="grow" />
      {cancel}
    </>
  )
}
