import { forecastSentence, spanWords } from '@/lib/domain/forecast'
import {
  ageOf,
  alarmSentences,
  countsSentence,
  KIND_SENTENCE,
  nextTrySentence,
  readSentence,
  solid,
} from './plain-words'
import type { StopCard } from './stop-card-types'
import { WiringNotes } from './stop-notes'

/** What is known of one org, below its state: counts with their age, the stop in force, what a stop would reach. */
export function StopOrgState({ card, brief }: { card: StopCard; brief: boolean }) {
  const { counts, execution, reading, stop, wiring, now } = card
  return (
    <>
      <Alarms card={card} />
      <p className="soft">
        {countsSentence(counts, execution)} {readSentence(reading, now)}
      </p>
      {stop ? <LiveStop card={card} /> : null}
      {stop ? null : <IfYouStop card={card} brief={brief} />}
      <WiringNotes wiring={wiring} />
    </>
  )
}

function Alarms({ card: { slug, alarms } }: { card: StopCard }) {
  const sentences = alarmSentences(alarms)
  if (sentences.length === 0) return null
  const where = alarms.contradicted > 0 ? 'devices?q=stop%3Acontradicted' : 'operations'
  return (
    <section role="alert">
      {sentences.map((sentence) => (
        <p key={sentence} className="stop">
          ▲ {sentence}
        </p>
      ))}
      <a className="link" href={`/${slug}/${where}`}>
        Show it in the console
      </a>
    </section>
  )
}

function LiveStop({ card: { slug, stop, nextTryAt, now } }: { card: StopCard }) {
  if (!stop) return null
  const { by, requestedAt, status, counts, total, operationId } = stop
  const inForce = status === 'accepted'
  return (
    <>
      <p>
        {inForce ? 'Stopped' : 'Pressed'} by {by.name}, {ageOf(requestedAt, now)}.{' '}
        {inForce
          ? `${counts.confirmed} confirmed, ${counts.waiting} waiting${counts.contradicted ? `, ${counts.contradicted} contradicted` : ''}.`
          : nextTrySentence(nextTryAt, now)}
        {total > 0 ? ` ${KIND_SENTENCE}` : ''}
      </p>
      <a className="link" href={`/stop/${slug}?op=${operationId}`}>
        See this stop
      </a>
    </>
  )
}

/** What a stop would reach, and when; left out where nothing is known. Brief: the sentence alone. */
function IfYouStop({ card: { forecast }, brief }: { card: StopCard; brief: boolean }) {
  const sentence = forecast && forecastSentence(forecast)
  if (!forecast || !sentence) return null
  if (brief) return <p className="soft">If you stop now, they {solid(sentence.replace(/^Will/, 'will'))}</p>
  return (
    <section className="card">
      <h2>If you stop now</h2>
      <p className="soft">{solid(sentence)}</p>
      {forecast.slow.map((device) => (
        <p key={device.deviceId}>
          <span className="mono">{device.deviceId}</span>
          <br />
          <span className="soft">asks every {solid(spanWords(device.rhythm?.medianMs ?? 0))}</span>
        </p>
      ))}
    </section>
  )
}
