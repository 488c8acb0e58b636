import { spanWords } from '@/lib/domain/forecast'
import { PlainPage } from './plain-page'
import { ageOf, clockOf, KIND_SENTENCE, solid } from './plain-words'
import { CountsBar, CountsWords, totalOf } from './stop-counts'
import { LiveLink } from './stop-notes'
import type { KnownStop, PageLive } from './stop-result-types'
import { headlineOf, recordSentence, whySentence } from './stop-words'

/** What is known of one stop. Refreshes itself while anything can still change; never claims more than was read. */
export function StopResultPage({
  known,
  nonce,
  now,
  live,
}: {
  known: KnownStop
  nonce: string
  now: number
  live: PageLive | undefined
}) {
  const { operation, recorded } = known
  const { stop, org, by, authority, acceptedAt, requestedAt, reason } = operation
  const { words, sign, tone, mark } = headlineOf(operation)
  const why = whySentence(known, now)
  const record = recordSentence(recorded)
  return (
    <PlainPage title={`${sign} ${words}`} nonce={nonce} refresh={live?.refresh} mark={mark}>
      <main>
        <p className="soft">
          {org} · {authority}
        </p>
        <div role="status">
          <h1 className={tone} data-mark={sign}>
            {words}
          </h1>
        </div>
        <p className="soft">
          {acceptedAt ? `Accepted ${clockOf(acceptedAt)} by ${authority}.` : `Pressed ${clockOf(requestedAt)}.`} By{' '}
          {by.name}.{operation.total > 0 ? ` ${KIND_SENTENCE}` : ''}
        </p>
        <p className="mono soft">{operation.id}</p>
        {why ? <p className="card wait">{why}</p> : null}
        {record ? <p className="card wait">◔ {record}</p> : null}
        {stop?.status === 'accepted' ? <Evidence known={known} now={now} /> : null}
        {reason ? <p>Reason: {reason}</p> : null}
        <LiveLink live={live} />
        <div className="grow" />
        {stop?.status === 'refused' ? (
          <a className="ghost" href={`/stop/${org}`}>
            Press again…
          </a>
        ) : null}
        {stop ? (
          <a className="ghost" href={`/stop/${org}?op=${operation.id}&reason=${encodeURIComponent(reason ?? '')}`}>
            {reason ? 'Change the reason' : 'Add the reason'}
          </a>
        ) : null}
        <a className="ghost" href={`/${org}/operations/${operation.id}`}>
          Open in the console
        </a>
        <a className="ghost" href="/stop">
          All orgs
        </a>
      </main>
    </PlainPage>
  )
}

function Evidence({ known: { operation, waiting, asking, askingTotal }, now }: { known: KnownStop; now: number }) {
  const counts = operation.stop?.counts
  if (!counts) return null
  const total = totalOf(counts)
  return (
    <section className="card">
      <div className="row">
        <h2>
          {counts.confirmed} of {total} confirmed
        </h2>
        <span className="soft">{ageOf(operation.acceptedAt, now)}</span>
      </div>
      {total > 0 ? <CountsBar counts={counts} /> : <p className="soft">The devices have not been read yet.</p>}
      <CountsWords counts={counts} />
      {waiting.map((device) => (
        <div key={device.deviceId}>
          <div className="mono">{device.deviceId}</div>
          <div className="soft">
            {device.rhythm ? `asks every ${solid(spanWords(device.rhythm.medianMs))} · ` : ''}
            seen {ageOf(device.lastValidatedAt ?? null, now)}
          </div>
        </div>
      ))}
      {waiting.length > 0 && waiting.length < counts.waiting ? (
        <p className="soft">and {counts.waiting - waiting.length} more</p>
      ) : null}
      {asking.map(({ deviceId, denials }) => (
        <div key={deviceId}>
          <div className="mono">{deviceId}</div>
          <div className="wait">confirmed, still asking ({denials} denials)</div>
        </div>
      ))}
      {askingTotal > asking.length ? (
        <p className="soft">and {askingTotal - asking.length} more that were told no and still ask</p>
      ) : null}
    </section>
  )
}
