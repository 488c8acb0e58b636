import { Isolated } from '@/components/ids/isolated'
import { actTitle, devices } from '@/components/words/operation-words'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { Operation } from '@/lib/domain/operation'

/** Which devices a revoke was of, and those of them that it did not stop. */
export function OfDevices({ operation }: { operation: Operation }) {
  const { selector, outcomes } = operation
  const missed = [
    [outcomes.refused, 'refused by the authority'],
    [outcomes.failed, 'failed'],
    [outcomes.unknown, 'not known, because the devices could not be read back'],
  ] as const
  return (
    <>
      <p>
        {actTitle(operation)}
        {selector ? (
          <>
            {' '}
            matching <Isolated text={shownId(selector)} className="mono" />
          </>
        ) : null}
        .
      </p>
      {missed.map(([count, why]) =>
        count > 0 ? (
          <p key={why} className="wait">
            ◔ {devices(count)}: {why}.
          </p>
        ) : null,
      )}
    </>
  )
}

/** The way back leads through the app, which asks for a reason and a recent sign-in. */
export function ResumeLink({ operation: { org, id, kind } }: { operation: Operation }) {
  return (
    <>
      <a className="ghost" href={kind === 'disable' ? `/${org}#resume` : `/${org}/operations/${id}#undo`}>
        {kind === 'disable' ? `Resume ${org}…` : 'Undo this revoke…'}
      </a>
      <p className="soft">It opens in the console, which needs JavaScript, and asks for a reason.</p>
    </>
  )
}
