import { forecastSentence, spanWords } from '@/lib/domain/forecast'
import { type PlainMark, PlainPage } from './plain-page'
import { ageOf, countsSentence, readSentence, stateWord } from './plain-words'
import type { StopCard } from './stop-card-types'
import { StopConfirm } from './stop-confirm'

/** `/stop`: every org with its state and its button. No script; the confirm opens in the page. */
export function StopPage({ cards, nonce, notice }: { cards: StopCard[]; nonce: string; notice?: string }) {
  const single = cards.length === 1
  return (
    <PlainPage title={titleOf(cards)} nonce={nonce} mark={markOf(cards)}>
      <main className={single ? '' : 'several'}>
        {notice ? (
          <p className="card wait" role="alert">
            {notice}
          </p>
        ) : null}
        {single ? null : <h1>Stop</h1>}
        {cards.length === 0 ? <p>You have no org here yet. Ask an admin to give you a role in one.</p> : null}
        {cards.map((card) =>
          single ? <SingleOrg key={card.slug} card={card} /> : <OrgCard key={card.slug} card={card} />,
        )}
      </main>
    </PlainPage>
  )
}

function titleOf(cards: StopCard[]): string {
  const stopped = cards.filter((card) => card.execution.state === 'disabled').length
  return stopped ? `■ ${stopped} stopped` : 'Stop'
}

/** The worst of what is known: an alarm, then a stop in force, then what is not known. */
function markOf(cards: StopCard[]): PlainMark {
  const tones = cards.map(stateWord)
  if (tones.some(({ word }) => word.startsWith('▲'))) return 'alarm'
  if (tones.some(({ tone }) => tone === 'stop')) return 'stopped'
  return tones.length > 0 && tones.every(({ tone }) => tone === 'ok') ? 'running' : 'unknown'
}

function SingleOrg({ card }: { card: StopCard }) {
  return (
    <>
      <State card={card} />
      <div className="grow" />
      <p className="soft">
        Stops every agent of {card.name} at its next check. Nothing is deleted. Devices keep their own state.
      </p>
      <Press card={card} className="big" />
      <a className="ghost" href={`/${card.slug}`}>
        Open the console
      </a>
    </>
  )
}

function OrgCard({ card }: { card: StopCard }) {
  return (
    <section className="card">
      <State card={card} />
      <Press card={card} className="big half" />
    </section>
  )
}

function State({ card }: { card: StopCard }) {
  const { name, authority, counts, execution, reading, stop, wiring, now } = card
  const { word, tone } = stateWord(card)
  return (
    <>
      <p className="soft">
        {name} · {authority}
      </p>
      <h1 className={tone}>{word}</h1>
      <p className="soft">
        {countsSentence(counts, execution)} {readSentence(reading, now)}
      </p>
      {stop ? (
        <p>
          Stopped by {stop.by.name}, {ageOf(stop.requestedAt, now)}. {stop.counts.confirmed} confirmed,{' '}
          {stop.counts.waiting} waiting. <a href={`/stop/${card.slug}?op=${stop.operationId}`}>See this stop</a>
        </p>
      ) : null}
      <IfYouStop card={card} />
      {wiring.map((wire) => (
        <p key={wire.wire} className="wait" role="status">
          ◔ {wire.fault}
        </p>
      ))}
    </>
  )
}

/** What a stop would reach, and when; left out where nothing is known. */
function IfYouStop({ card: { forecast } }: { card: StopCard }) {
  const sentence = forecast && forecastSentence(forecast)
  if (!forecast || !sentence) return null
  return (
    <section className="card">
      <h2>If you stop now</h2>
      <p className="soft">{sentence}</p>
      {forecast.slow.map((device) => (
        <p key={device.deviceId}>
          <span className="mono">{device.deviceId}</span>
          <br />
          <span className="soft">asks every {spanWords(device.rhythm?.medianMs ?? 0)}</span>
        </p>
      ))}
    </section>
  )
}

/** Opens the confirm in the page; a browser that knows no popovers shows a link to a page of its own instead. */
function Press({ card, className }: { card: StopCard; className: string }) {
  if (card.wiring.some((wire) => wire.blocks)) return null
  const id = `confirm-${card.slug}`
  return (
    <>
      <button className={className} type="button" popoverTarget={id}>
        {card.execution.state === 'disabled' ? `Stop ${card.name} again` : `Stop ${card.name}`}
      </button>
      <a className="ghost fallback" href={`/stop/${card.slug}`}>
        Stop {card.name}…
      </a>
      <div popover="auto" id={id}>
        <StopConfirm
          card={card}
          cancel={
            // biome-ignore lint/a11y/noAutofocus: focus starts on Cancel, so that a stray Enter stops nothing
            <button className="ghost" type="button" popoverTarget={id} popoverTargetAction="hide" autoFocus>
              Cancel
            </button>
          }
        />
      </div>
    </>
  )
}

/** The same confirm as a page: for browsers without popovers, and after a form that could not be used. */
export function StopConfirmPage({ card, nonce, notice }: { card: StopCard; nonce: string; notice?: string }) {
  return (
    <PlainPage title={`Stop ${card.name}?`} nonce={nonce}>
      {notice ? (
        <p className="card wait" role="alert">
          {notice}
        </p>
      ) : null}
      <StopConfirm
        card={card}
        cancel={
          <a className="ghost" href="/stop">
            Cancel
          </a>
        }
      />
    </PlainPage>
  )
}
