import { Isolated } from '@/components/ids/isolated'
import { isOrgStopped } from '@/components/org/org-stopped'
import { Ago } from '@/components/time/ago'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { devices, number } from '@/components/words/operation-words'
import { shownId } from '@/lib/domain/ids/shown-id'
import { unusableSentence } from '@/lib/domain/ids/unusable-entries'
import { staying } from '@/lib/domain/wire/hold-effect'
import type { OrgState } from '@/lib/domain/wire/org-state'
import type { Selection } from '@/lib/domain/wire/selection'
import { LookalikesLine } from './lookalikes-line'
import { NewerMatchesLine } from './newer-matches-line'
import { capLine, effectLines, type ReviewKind } from './review-words'

/** What the frozen selection holds: how many, where, what is so already, and how old the snapshot is. */
export function ReviewBody({
  org,
  kind,
  review,
  releases,
  state,
  onAddLookalikes,
  onWiden,
}: {
  org: string
  kind: ReviewKind
  review: Selection
  /** Whose holds are ticked to go. */
  releases: readonly string[]
  state: OrgState | undefined
  /** Reviews anew, with the look-alikes that are not revoked; null where they are not to be added. */
  onAddLookalikes: (() => void) | null
  /** Reviews anew, with those added that match by now; null where nothing can come later. */
  onWiden: (() => void) | null
}) {
  const unusable = review.wholeFleet ? unusableSentence(review.reading.unusable ?? 0) : null
  const cap = capLine(kind, review, state?.cap, releases.length > 0)
  return (
    <div className="flex flex-col gap-3">
      {review.wholeFleet && (
        <p className="rounded-box bg-stop-bg px-3 py-2 font-medium text-stop">
          This is the whole fleet: all {devices(review.count)} of <bdi>{state?.org.name}</bdi>.
        </p>
      )}
      <Groups groups={review.groups} />
      <ul className="flex flex-col gap-1">
        {effectLines(kind, review, staying(review.stays, releases)).map((line) => (
          <li key={line}>{line}</li>
        ))}
        {kind === 'revoke' && state && isOrgStopped(state) && (
          <li>
            <bdi>{state.org.name}</bdi> is stopped, so they are denied already. Once it is resumed, these stay revoked.
          </li>
        )}
        {unusable && <li className="text-wait">{unusable}</li>}
        {cap && <li className="font-medium text-wait">{cap}</li>}
      </ul>
      <LookalikesLine kind={kind} review={review} onAdd={onAddLookalikes} />
      {onWiden && <NewerMatchesLine org={org} selectionId={review.selectionId} onWiden={onWiden} />}
      <p className="text-small text-soft">
        {review.reading.readAt ? (
          <>
            As read <Ago at={review.reading.readAt} />
          </>
        ) : (
          'Nothing was read yet'
        )}{' '}
        from {state?.authority.name ?? 'the authority'}
        {review.reading.status !== 'fresh' && ', which cannot be read right now'}.
      </p>
    </div>
  )
}

function Groups({ groups }: { groups: Selection['groups'] }) {
  if (groups.length === 0) return null
  return (
    <ScrollRegion label="Devices by environment and role" className="max-h-44 overflow-y-auto rounded-box border">
      <table className="w-full text-left">
        <thead className="text-small text-faint">
          <tr>
            <th className="px-3 py-1 font-medium">Environment</th>
            <th className="px-3 py-1 font-medium">Role</th>
            <th className="px-3 py-1 text-right font-medium">Devices</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ env, role, count }) => (
            <tr key={`${env}:${role}`} className="border-t">
              <td className="px-3 py-1 wrap-anywhere">{env ? <Isolated text={shownId(env)} /> : '–'}</td>
              <td className="px-3 py-1 wrap-anywhere">{role ? <Isolated text={shownId(role)} /> : '–'}</td>
              <td className="px-3 py-1 text-right">{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
