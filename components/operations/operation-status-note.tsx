import { CircleAlert } from 'lucide-react'
import { Ago } from '@/components/time/ago'
import { TONE_CLASS } from '@/components/ui/pill'
import type { AuditEvent } from '@/lib/domain/audit'
import type { Operation } from '@/lib/domain/operation'
import type { OperationProgress } from '@/lib/domain/progress'
import { HALTED, noteOf, said } from './operation-note'

type Props = { operation: Operation; progress: OperationProgress | undefined; audit: readonly AuditEvent[] }

/** What happened, what it means, what to do: where an operation waits, is being ended, or fell short. */
export function OperationStatusNote({ operation, progress, audit }: Props) {
  // Newest first: the last one who held it up.
  const halt = audit.find(({ kind }) => kind === 'operation.paused' || kind === 'operation.cancelled')
  const note = noteOf(operation, progress, halt?.by.id ? halt.by.name : null)
  // Of a stop of the whole org its own note says it, with the next try.
  if (!note) return operation.error && operation.kind !== 'disable' ? <Said error={operation.error} alone /> : null
  const when = operation.state === 'paused' || operation.state === 'cancelling' ? halt?.at : undefined
  return (
    <div role="status" className={`flex gap-2.5 rounded-box px-3 py-2.5 ${TONE_CLASS[note.tone]}`}>
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={2.25} />
      <div className="flex min-w-0 flex-col gap-0.5 wrap-anywhere">
        <p className="font-medium">
          {note.happened}
          {when && (
            <span className="font-normal">
              {' '}
              <Ago at={when} />
            </span>
          )}
        </p>
        {note.means && <p>{note.means}</p>}
        <p>{note.todo}</p>
        {operation.error && !(operation.error.code in HALTED) && (
          <Said error={operation.error} brief={note.happened.endsWith(said(operation.error))} />
        )}
      </div>
    </div>
  )
}

/** What the authority said; `brief` if its sentence is above already. */
function Said({
  error: { code, message, requestId },
  brief = false,
  alone = false,
}: {
  error: NonNullable<Operation['error']>
  brief?: boolean
  alone?: boolean
}) {
  return (
    <p
      role={alone ? 'alert' : undefined}
      className={`wrap-anywhere ${alone ? 'rounded-box bg-wait-bg px-3 py-2 text-wait' : 'text-small'}`}
    >
      {!brief && `${message} `}
      <span className="mono">{code}</span>
      {requestId && <span className="whole-id"> {requestId}</span>}
    </p>
  )
}
