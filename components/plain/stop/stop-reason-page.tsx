import { REASON_CHARS_MAX } from '@/lib/domain/limits'
import type { Operation } from '@/lib/domain/operation'
import { PlainPage } from '../plain-page'
import { headlineOf } from './stop-words'

/** The reason of a stop, given afterwards. A page of its own, that never refreshes under what is being typed. */
export function StopReasonPage({
  operation,
  reason,
  fault,
  nonce,
}: {
  operation: Operation
  reason: string
  /** Why what was posted was not saved. */
  fault?: string
  nonce: string
}) {
  const { org, id, authority } = operation
  const { words, sign, tone, mark } = headlineOf(operation)
  return (
    <PlainPage title="Reason of the stop" nonce={nonce} mark={mark}>
      <main>
        <p className="soft">
          {org} · {authority}
        </p>
        <h1>{operation.kind === 'revoke' ? 'Why were these devices stopped?' : `Why was ${org} stopped?`}</h1>
        <p>
          <strong className={tone}>
            {sign} {words}
          </strong>
        </p>
        {fault ? (
          <p className="card wait" role="alert">
            {fault}
          </p>
        ) : null}
        <form className="card" method="post" action={`/stop/${org}/reason`}>
          <input type="hidden" name="operation" value={id} />
          <label>
            Reason
            <textarea name="reason" rows={4} maxLength={REASON_CHARS_MAX} required defaultValue={reason} />
          </label>
          <p className="soft">It becomes part of the record, with your name and the time.</p>
          <button className="ghost" type="submit">
            Save the reason
          </button>
        </form>
        <div className="grow" />
        <a className="ghost" href={`/stop/${org}?op=${id}`}>
          Back to the stop
        </a>
      </main>
    </PlainPage>
  )
}
