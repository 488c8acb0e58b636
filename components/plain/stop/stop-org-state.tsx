import { IdText } from '@/components/ids/id-text'
import { recordSentence } from '@/components/words/stop-status-words'
import { forecastSentence } from '@/lib/domain/forecast'
import { formatSpacing } from '@/lib/domain/time/spacing'
import { alarmSentences, countsSentence, readBesideState, solid } from './plain-words'
import type { StopCard } from './stop-card-types'
import { Unusable, WiringNotes } from './stop-notes'
import { StoppedLine } from './stopped-line'

/** What is known of one org, below its state: counts with their age, the stop in force, what a stop would reach. */
export function StopOrgState({ card, brief }: { card: StopCard; brief: boolean }) {
  const { counts, execution, reading, stop, wiring, now } = card
  return (
    <>
      <Alarms card={card} />
      <p className="soft">
        {countsSentence(counts, execution)} {readBesideState(card, now)}
      </p>
      {stop ? <LiveStop card={card} /> : null}
      {stop || !card.mayStop ? null : <IfYouStop card={card} brief={brief} />}
      <Unusable count={reading.unusable ?? 0} />
      <WiringNotes wiring={wiring} />
    </>
  )
}

function Alarms({ card: { slug, alarms } }: { card: StopCard }) {
  const sentences = alarmSentences(alarms)
  if (sentences.length === 0) return null
  const elsewhere = alarms.twinChanged > 0 ? 'activity?kind=twin.changed' : 'operations'
  const where = alarms.contradicted > 0 ? 'devices?q=stop%3Acontradicted' : elsewhere
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

/** The stop that is in force or under way, and where its record is. */
function LiveStop({ card }: { card: StopCard }) {
  const { slug, stop } = card
  if (!stop) return null
  const record = recordSentence(stop.recorded)
  return (
    <>
      <StoppedLine card={card} />
      {record ? <p className="wait">◔ {record}</p> : null}
      <a className="link" href={`/stop/${slug}?op=${stop.operationId}`}>
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
          <IdText id={device.deviceId} className="mono" />
          <br />
          <span className="soft">asks about every {solid(formatSpacing(device.rhythm?.medianMs ?? 0))}</span>
        </p>
      ))}
    </section>
  )
}
