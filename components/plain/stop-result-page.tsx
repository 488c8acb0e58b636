import type { DeviceRow } from '@/lib/domain/console-api'
import type { Operation } from '@/lib/domain/operation'
import { stopHeadline } from '@/lib/domain/stop'
import { PlainPage } from './plain-page'
import { ageOf, clockOf } from './plain-words'

/** What is known of one stop. Refreshes itself while anything can still change; never claims more than was read. */
export function StopResultPage({
  operation,
  waiting,
  nonce,
  now,
  refresh,
}: {
  operation: Operation
  waiting: DeviceRow[]
  nonce: string
  now: number
  refresh?: string
}) {
  const { stop, org, by, authority, acceptedAt, requestedAt, error } = operation
  const counts = stop?.counts
  const total = counts ? counts.confirmed + counts.asked + counts.waiting + counts.contradicted : 0
  const headline = stop ? stopHeadline(stop.status, stop.counts, operation.total) : 'Not a stop'
  const inForce = stop?.status === 'accepted'
  const mark = counts?.contradicted ? 'alarm' : inForce ? 'stopped' : 'unknown'
  return (
    <PlainPage title={`${inForce ? '■ ' : ''}${headline}`} nonce={nonce} refresh={refresh} mark={mark}>
      <main>
        <p className="soft">
          {org} · {authority}
        </p>
        <div role="status">
          <h1 className={inForce ? 'stop' : 'wait'} data-mark={inForce ? '■' : '◔'}>
            {headline}
          </h1>
        </div>
        <p className="soft">
          {acceptedAt ? `Accepted ${clockOf(acceptedAt)} by ${authority}.` : `Pressed ${clockOf(requestedAt)}.`} By{' '}
          {by.name}.
          {operation.total > 0 ? ' This authority has no org stop: every active device is revoked instead.' : ''}
        </p>
        <p className="mono soft">{operation.id}</p>
        {error && !inForce ? (
          <p className="card wait">
            {error.message}{' '}
            {stop?.status === 'queued' || stop?.status === 'unknown' ? 'It is sent again until it is taken.' : ''}
          </p>
        ) : null}
        {inForce && counts ? (
          <section className="card">
            <div className="row">
              <h2>
                {counts.confirmed} of {total} confirmed
              </h2>
              <span className="soft">{ageOf(acceptedAt, now)}</span>
            </div>
            <div className="bar" aria-hidden="true">
              <i style={{ width: `${(100 * counts.confirmed) / Math.max(1, total)}%` }} />
              <i className="w" style={{ width: `${(100 * (counts.waiting + counts.asked)) / Math.max(1, total)}%` }} />
              <i className="c" style={{ width: `${(100 * counts.contradicted) / Math.max(1, total)}%` }} />
            </div>
            {counts.waiting ? <p className="soft">{counts.waiting} have not asked since.</p> : null}
            {counts.asked ? (
              <p className="soft">{counts.asked} asked since; this authority does not show the answer.</p>
            ) : null}
            {counts.contradicted ? (
              <p className="stop">▲ {counts.contradicted} contradicted: allowed after the stop.</p>
            ) : null}
            {waiting.map((device) => (
              <div key={device.deviceId}>
                <div className="mono">{device.deviceId}</div>
                <div className="soft">
                  {device.rhythm ? `asks every ${Math.max(1, Math.round(device.rhythm.medianMs / 1_000))} s · ` : ''}
                  seen {ageOf(device.lastValidatedAt ?? null, now)}
                </div>
              </div>
            ))}
          </section>
        ) : null}
        <div className="grow" />
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
