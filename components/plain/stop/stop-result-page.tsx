import { IdText } from '@/components/ids/id-text'
import { askingWords, recordSentence, waitingWords, whySentence } from '@/components/words/stop-status-words'
import { PlainPage } from '../plain-page'
import { OthersHere } from './others-here'
import { ageOf, clockOf, KIND_SENTENCE, solid, telling } from './plain-words'
import { CountsBar, CountsWords, totalOf } from './stop-counts'
import { LiveLink, Unusable } from './stop-notes'
import { OfDevices, ResumeLink } from './stop-result-lines'
import type { KnownStop, PageLive } from './stop-result-types'
import { headlineOf } from './stop-words'

/** What is known of one stop. Refreshes itself while anything can still change; never claims more than was read. */
export function StopResultPage({
  known,
  nonce,
  now,
  live,
  mayResume,
  others,
}: {
  known: KnownStop
  nonce: string
  now: number
  live: PageLive | undefined
  mayResume: boolean
  /** Names of the other people who look at this org now. */
  others: readonly string[]
}) {
  const { operation } = known
  const { stop, org, by, authority, acceptedAt, requestedAt, reason } = operation
  const { words, sign, tone, mark } = headlineOf(operation)
  const why = whySentence(operation, telling(now))
  const record = recordSentence(stop?.recorded)
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
          {acceptedAt ? `Accepted ${clockOf(acceptedAt)} by ${authority}, pressed` : `Pressed ${clockOf(requestedAt)}`}{' '}
          by <bdi>{by.name}</bdi>.{operation.kind === 'disable' && operation.total > 0 ? ` ${KIND_SENTENCE}` : ''}
        </p>
        {operation.kind === 'revoke' ? <OfDevices operation={operation} /> : null}
        <p className="soft">
          Operation <span className="mono">{operation.id}</span>
        </p>
        {why ? <p className="card wait">{solid(why)}</p> : null}
        {record ? <p className="card wait">◔ {record}</p> : null}
        {stop?.status === 'accepted' ? <Evidence known={known} now={now} /> : null}
        {reason ? (
          <p>
            Reason: <bdi>{reason}</bdi>
          </p>
        ) : null}
        {known.lifted ? (
          <p>
            <Lifted lifted={known.lifted} />
          </p>
        ) : null}
        <OthersHere names={others} />
        <LiveLink live={live} />
        <div className="grow" />
        {stop?.status === 'refused' ? (
          <a className="ghost" href={againAddress(operation)}>
            Press again…
          </a>
        ) : null}
        {stop ? (
          <a className="ghost" href={`/stop/${org}?op=${operation.id}&reason=${encodeURIComponent(reason ?? '')}`}>
            {reason ? 'Change the reason' : 'Add the reason'}
          </a>
        ) : null}
        {stop?.status === 'accepted' && mayResume ? <ResumeLink operation={operation} /> : null}
        <a className="ghost" href={`/${org}/operations/${operation.id}`}>
          Open in the console
        </a>
        <a className="ghost" href="/stop">
          Back to the stop page
        </a>
      </main>
    </PlainPage>
  )
}

const Lifted = ({ lifted: { by, at, reason } }: { lifted: NonNullable<KnownStop['lifted']> }) => (
  <>
    Lifted {clockOf(at)} by <bdi>{by}</bdi>
    {reason ? (
      <>
        : <bdi>{reason}</bdi>
      </>
    ) : null}
    .
  </>
)

function Evidence({ known: { operation, devices }, now }: { known: KnownStop; now: number }) {
  const counts = operation.stop?.counts
  if (!counts) return null
  const total = totalOf(counts)
  const { waiting, asking, askingTotal } = devices
  return (
    <section className="card">
      <div className="row">
        <h2>
          {counts.confirmed} of {total} confirmed
        </h2>
        <span className="soft">{ageOf(operation.acceptedAt, now)}</span>
      </div>
      {total > 0 ? <CountsBar counts={counts} /> : <p className="soft">{noneCovered(operation)}</p>}
      <CountsWords counts={counts} />
      <Unusable count={operation.stop?.unusable ?? 0} />
      {waiting.map((device) => (
        <DeviceLine key={device.deviceId} id={device.deviceId} warns={device.late} words={waitingWords(device)} />
      ))}
      <More count={counts.waiting - waiting.length} words="that have not asked since" />
      {asking.map(({ deviceId, denials }) => (
        <DeviceLine key={deviceId} id={deviceId} warns={false} words={askingWords(denials)} />
      ))}
      <More count={askingTotal - asking.length} words="that were denied and still ask" />
    </section>
  )
}

const againAddress = ({ org, kind, selector }: KnownStop['operation']): string =>
  kind === 'disable' ? `/stop/${org}` : `/stop/${org}/part?typed=${encodeURIComponent(selector ?? '')}`

/** Of a revoke it is known at once whom it covers; of the whole org it is read. */
const noneCovered = ({ kind }: KnownStop['operation']): string =>
  kind === 'revoke' ? 'No active device was covered.' : 'The devices have not been read yet.'

function DeviceLine({ id, warns, words }: { id: string; warns: boolean; words: string }) {
  return (
    <div>
      <div>
        <IdText id={id} className="mono" />
      </div>
      <div className={warns ? 'wait' : 'soft'}>
        {warns ? '◔ ' : ''}
        {solid(words)}
      </div>
    </div>
  )
}

const More = ({ count, words }: { count: number; words: string }) =>
  count > 0 ? (
    <p className="soft">
      and {count.toLocaleString('en')} more {words}
    </p>
  ) : null
