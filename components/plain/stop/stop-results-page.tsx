import { recordSentence, whySentence } from '@/components/words/stop-status-words'
import { PlainPage } from '../plain-page'
import { ageOf, solid, telling } from './plain-words'
import { CountsBar, CountsWords, totalOf } from './stop-counts'
import { LiveLink } from './stop-notes'
import type { KnownStop, PageLive, StopResult } from './stop-result-types'
import { type Headline, headlineOf } from './stop-words'

/** What became of one press over several orgs: each its own truth, and in the headline no more than holds for all. */
export function StopResultsPage({
  results,
  nonce,
  now,
  live,
}: {
  results: StopResult[]
  nonce: string
  now: number
  live: PageLive | undefined
}) {
  const { words, sign, tone, mark } = headlineOfAll(results)
  return (
    <PlainPage title={`${sign} ${words}`} nonce={nonce} refresh={live?.refresh} mark={mark}>
      <main>
        <div role="status">
          <h1 className={tone} data-mark={sign}>
            {words}
          </h1>
        </div>
        {results.map((result) => (
          <section key={result.slug} className="card" aria-label={result.name}>
            <OneOrg result={result} now={now} />
          </section>
        ))}
        <LiveLink live={live} />
        <div className="grow" />
        <a className="ghost" href="/stop">
          Back to the stop page
        </a>
      </main>
    </PlainPage>
  )
}

function headlineOfAll(results: StopResult[]): Headline {
  const known = results.flatMap((result) => ('known' in result ? [result.known.operation] : []))
  const alarms = known.filter((operation) => headlineOf(operation).mark === 'alarm').length
  const of = results.length
  if (alarms > 0) return { words: `Alarm under a stop in ${alarms} of ${of}`, sign: '▲', tone: 'stop', mark: 'alarm' }
  const inForce = known.filter(({ stop }) => stop?.status === 'accepted').length
  if (inForce === of) return { words: `Stop in force in all ${of}`, sign: '■', tone: 'stop', mark: 'stopped' }
  return { words: `Stop in force in ${inForce} of ${of}`, sign: '◔', tone: 'wait', mark: 'unknown' }
}

function OneOrg({ result, now }: { result: StopResult; now: number }) {
  if ('fault' in result)
    return (
      <>
        <h2>{result.name}</h2>
        <p className="wait">◔ {result.fault}</p>
        {result.mayStop ? (
          <a className="link" href={`/stop/${result.slug}`}>
            Stop {result.name} on its own
          </a>
        ) : null}
      </>
    )
  return <Known known={result.known} slug={result.slug} name={result.name} now={now} />
}

function Known({ known, slug, name, now }: { known: KnownStop; slug: string; name: string; now: number }) {
  const { operation } = known
  const { words, sign, tone } = headlineOf(operation)
  const counts = operation.stop?.status === 'accepted' ? operation.stop.counts : null
  const why = whySentence(operation, telling(now))
  const record = recordSentence(operation.stop?.recorded)
  return (
    <>
      <div className="row">
        <h2>{name}</h2>
        <strong className={tone}>
          {sign} {words}
        </strong>
      </div>
      {counts && totalOf(counts) > 0 ? (
        <>
          <p className="soft">
            {counts.confirmed} of {totalOf(counts)} confirmed, {ageOf(operation.acceptedAt, now)}
          </p>
          <CountsBar counts={counts} />
          <CountsWords counts={counts} />
        </>
      ) : null}
      {why ? <p className="wait">{solid(why)}</p> : null}
      {record ? <p className="wait">◔ {record}</p> : null}
      <a className="link" href={`/stop/${slug}?op=${operation.id}`}>
        See this stop
      </a>
    </>
  )
}
