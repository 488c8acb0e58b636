import type { ReactNode } from 'react'
import type { StopCard } from './stop-card-types'

/**
 * The second tap. It never lies under the first: with one org the first is at the foot and this at the head; with several
 * the first ones are on the right and this is on the left. Cancel is in the thumb's reach and takes the focus.
 */
export function StopConfirm({ card, cancel }: { card: StopCard; cancel: ReactNode }) {
  const { slug, name, form, counts, orgDisable, authority } = card
  return (
    <main>
      <p className="soft">
        {name} · {authority}
      </p>
      <h1>{counts ? `Stop all ${counts.active} agents of ${name}?` : `Stop every agent of ${name}?`}</h1>
      <p className="soft">
        {orgDisable === 'no'
          ? 'This authority has no org stop: every active device is revoked instead, and the undo restores exactly those.'
          : 'They stop at their next check. Nothing is deleted; you can resume later.'}
      </p>
      <form method="post" action={`/stop/${slug}`}>
        <input type="hidden" name="operation" value={form.operationId} />
        <input type="hidden" name="issued" value={form.issuedAt} />
        <input type="hidden" name="seal" value={form.seal} />
        <button className="big" type="submit">
          Stop now
        </button>
      </form>
      <div className="grow" />
      {cancel}
    </main>
  )
}
