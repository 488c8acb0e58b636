import { recordSentence, whySentence } from '@/components/words/stop-status-words'
import { PlainPage } from '../plain-page'
import { ageOf, solid, telling } from './plain-words'
import { CountsBar, CountsWords, totalOf } from './stop-counts'
import { LiveLink } from './stop-notes'
import type { KnownStop, PageLive, StopResult } from './stop-result-types'
import { headlineOf } from './stop-words'

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
  const inForce = results.filter((result) => 'known' in result && result.known.operation.stop?.status === 'accepted')
  const all = inForce.length === results.length
  const words = all
    ? `Stop in force in all ${results.length}`
    : `Stop in force in ${inForce.length} of ${results.length}`
  return (
    <PlainPage
      title={`${all ? '■' : '◔'} ${words}`}
      nonce={nonce}
      refresh={live?.refresh}
      mark={all ? 'stopped' : 'unknown'}
    >
      <main>
        <div role="status">
          <h1 className={all ? 'stop' : 'wait'} data-mark={all ? '■' : '◔'}>
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

function OneOrg({ result, now }: { result: StopResult; now: number }) {
  if ('fault' in result)
    return (
      <>
        <h2>{result.name}</h2>
        <p className="wait">◔ {result.fault}</p>
        <a className="link" href={`/stop/${result.slug}`}>
          Stop {result.name} on its own
        </a>
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
