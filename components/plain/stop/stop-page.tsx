import type { ReactNode } from 'react'
import { type PlainMark, PlainPage } from '../plain-page'
import { OrgTexts } from './org-texts'
import { OthersHere } from './others-here'
import { alarmSentences, KIND_SENTENCE, stateWord, stoppedState } from './plain-words'
import type { StopBoard, StopCard } from './stop-card-types'
import { Notice, WiringNotes } from './stop-notes'
import { Press, PressAll } from './stop-opener'
import { StopOrgState } from './stop-org-state'
import { PARTS_AWAY, StopParts } from './stop-parts'

const STOP_ONLY =
  'The console cannot use its database fully now: your session can stop, and nothing else until it can again.'

/** `/stop`: every org with its state and its button. No script; the confirm opens in the page. */
export function StopPage({ board, nonce }: { board: StopBoard; nonce: string }) {
  const { cards, wiring, stopOnly } = board
  const [first] = cards
  const blocked = wiring.some((wire) => wire.blocks)
  const common = commonAuthority(cards)
  return (
    <PlainPage title={titleOf(cards)} nonce={nonce} mark={markOf(cards)} parts>
      <main className={cards.length === 1 ? '' : 'several'}>
        <Notice text={stopOnly === 'store' ? STOP_ONLY : undefined} />
        {stopOnly === 'idle' ? <Idle /> : null}
        {cards.length === 1 ? null : <h1>Stop</h1>}
        {first ? null : <p>You have no org here yet. Ask an admin to give you a role in one.</p>}
        {first && cards.length === 1 ? (
          <SingleOrg card={first} blocked={blocked} common={<WiringNotes wiring={wiring} />} />
        ) : (
          <>
            {common ? <p className="soft">{common}</p> : null}
            <WiringNotes wiring={wiring} />
            {cards.map((card) => (
              <OrgCard key={card.slug} card={card} blocked={blocked} authority={common === null} />
            ))}
            {blocked ? null : (
              <PressAll cards={cards.filter((card) => card.mayStop)} leftOut={cards.filter((card) => !card.mayStop)} />
            )}
          </>
        )}
      </main>
    </PlainPage>
  )
}

/** The session was not used for long: it stops as ever. */
const Idle = () => (
  <p className="card wait" role="status">
    You did not use this session for 12 hours: it can stop, and nothing else.{' '}
    <a href="/sign-in?to=/stop">Sign in for the rest</a>
  </p>
)

/** The authority of every org of the page; null if they have several. */
function commonAuthority([first, ...others]: StopCard[]): string | null {
  return first && others.every(({ authority }) => authority === first.authority) ? first.authority : null
}

function titleOf(cards: StopCard[]): string {
  if (isAlarmed(cards)) return '▲ Alarm under a stop'
  const stopped = cards.map((card) => stateWord(card).word).filter((word) => word.startsWith('■'))
  if (stopped.length === 0) return 'Stop'
  return cards.length === 1 ? String(stopped[0]) : `■ ${stopped.length} of ${cards.length} stopped`
}

const isAlarmed = (cards: StopCard[]): boolean =>
  cards.some((card) => alarmSentences(card.alarms).length > 0 || stateWord(card).word.startsWith('▲'))

/** The worst of what is known: an alarm, then a stop in force, then what is not known. */
function markOf(cards: StopCard[]): PlainMark {
  const tones = cards.map(stateWord)
  if (isAlarmed(cards)) return 'alarm'
  if (tones.some(({ tone }) => tone === 'stop')) return 'stopped'
  if (tones.length === 0 || tones.some(({ tone }) => tone === 'wait')) return 'unknown'
  return tones.some(({ tone }) => tone === 'ok') ? 'running' : 'empty'
}

function SingleOrg({ card, blocked, common }: { card: StopCard; blocked: boolean; common: ReactNode }) {
  const { word, tone } = stateWord(card)
  const parts = !blocked && card.parts
  return (
    <>
      <div className="first">
        <p className="soft">
          {card.name} · {card.authority}
        </p>
        <h1 className={tone}>{word}</h1>
        <StopOrgState card={card} brief={false} />
        {common}
        <OthersHere names={card.others} />
        <div className="grow" />
        {card.mayStop && stoppedState(card) === 'no' ? <Consequence card={card} /> : null}
        <ResumeOrg card={card} />
        <Press card={card} blocked={blocked} single />
        <nav className="pair" aria-label="More">
          {parts ? (
            <a className="ghost" href="#part">
              Environment or role…
            </a>
          ) : null}
          <a className="ghost" href={`/${card.slug}`}>
            Open the console
          </a>
        </nav>
      </div>
      <OrgTexts card={card} />
      {card.parts === null && !blocked ? <p className="soft">{PARTS_AWAY}</p> : null}
      {parts ? (
        <section id="part" aria-labelledby="part-title">
          <h2 id="part-title">Stop an environment or a role</h2>
          <p className="soft">Nothing is revoked before you confirm.</p>
          <StopParts card={card} />
        </section>
      ) : null}
    </>
  )
}

/** What the press does; of the two kinds of stop only the one that this authority can. */
function Consequence({ card }: { card: StopCard }) {
  if (card.orgDisable === 'no') return <p className="soft">{KIND_SENTENCE} Lifting it restores exactly those.</p>
  return (
    <p className="soft">
      Stops every agent of {card.name} at its next check. Nothing is deleted. Devices keep their own state.
    </p>
  )
}

/** The way back, where the org is stopped and the person may take it: it leads to the console, which asks for a reason. */
function ResumeOrg({ card }: { card: StopCard }) {
  const state = stoppedState(card)
  if (!card.mayResume || state === 'no') return null
  return (
    <a className={state === 'sure' ? 'big strong' : 'ghost'} href={`/${card.slug}#resume`}>
      Resume {card.name}…
    </a>
  )
}

/** `authority`: named here, because it is not that of all orgs of the page. */
function OrgCard({ card, blocked, authority }: { card: StopCard; blocked: boolean; authority: boolean }) {
  const { word, tone } = stateWord(card)
  return (
    <section className="card" aria-label={card.name}>
      <div className="row">
        <h2>{card.name}</h2>
        <strong className={tone}>{word}</strong>
      </div>
      {authority ? <p className="soft">{card.authority}</p> : null}
      <StopOrgState card={card} brief />
      {card.mayStop && card.orgDisable === 'no' && stoppedState(card) === 'no' ? <Consequence card={card} /> : null}
      <OthersHere names={card.others} />
      <ResumeOrg card={card} />
      <Press card={card} blocked={blocked} />
      {card.mayStop && !blocked ? (
        <a className="link" href={`/stop/${card.slug}/part`}>
          Stop an environment or a role of {card.name}
        </a>
      ) : null}
      {card.runbook || card.contact ? (
        <details>
          <summary className="link">Runbook and contact</summary>
          <OrgTexts card={card} />
        </details>
      ) : null}
    </section>
  )
}
