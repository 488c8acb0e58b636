import { Ago } from '@/components/ui/ago'
import { ScrollRegion } from '@/components/ui/scroll-region'
import type { OrgState, Selection } from '@/lib/domain/console-api'
import { devices, KIND_WORDS, number } from './operation-words'

export type ReviewKind = 'revoke' | 'restore' | 'remove'

/** What the frozen selection holds: how many, where, what is so already, and how old the picture is. */
export function ReviewBody({
  kind,
  review,
  state,
  moreNow,
}: {
  kind: ReviewKind
  review: Selection
  state: OrgState | undefined
  moreNow: number
}) {
  return (
    <div className="flex flex-col gap-3">
      {review.wholeFleet && (
        <p className="rounded-lg bg-stop-bg px-3 py-2 font-medium text-stop">
          This is the whole fleet: all {devices(review.count)} of {state?.org.slug}.
        </p>
      )}
      <Groups groups={review.groups} />
      <ul className="flex flex-col gap-1">
        {effect(kind, review).map((line) => (
          <li key={line}>{line}</li>
        ))}
        {kind === 'restore' && !!review.overCap && (
          <li className="font-medium text-wait">
            {number(review.overCap)} of them would not fit under the cap
            {state?.cap?.limit != null && ` of ${number(state.cap.limit)}`} and will be refused.
          </li>
        )}
        {moreNow > 0 && (
          <li className="text-wait">{number(moreNow)} more match now. They came later and are not part of this.</li>
        )}
      </ul>
      <p className="text-[13px] text-soft">
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

function effect(kind: ReviewKind, { active, revoked, unknown, count }: Selection): string[] {
  const word = KIND_WORDS[kind].done
  const lines = {
    revoke: [
      [active, `will be ${word}`],
      [revoked, revoked === 1 ? 'is revoked already' : 'are revoked already'],
    ],
    restore: [
      [revoked, `will be ${word}, where no other hold keeps them stopped`],
      [active, active === 1 ? 'is active already' : 'are active already'],
    ],
    remove: [
      [
        count,
        'will be forgotten with history at the authority. An agent that starts again registers again and is allowed',
      ],
    ],
  } satisfies Record<ReviewKind, [number, string][]>
  const all: [number, string][] = [
    ...(lines[kind] as [number, string][]),
    [kind === 'remove' ? 0 : unknown, 'in a state that was not read'],
  ]
  return all.flatMap(([value, text]) => (value > 0 ? `${devices(value)} ${text}` : []))
}

function Groups({ groups }: { groups: Selection['groups'] }) {
  if (groups.length === 0) return null
  return (
    <ScrollRegion label="Devices by environment and role" className="max-h-44 overflow-y-auto rounded-lg border">
      <table className="w-full text-left">
        <thead className="text-[12px] text-faint">
          <tr>
            <th className="px-3 py-1 font-medium">Environment</th>
            <th className="px-3 py-1 font-medium">Role</th>
            <th className="px-3 py-1 text-right font-medium">Devices</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ env, role, count }) => (
            <tr key={`${env}:${role}`} className="border-t">
              <td className="px-3 py-1 wrap-anywhere">{env || '–'}</td>
              <td className="px-3 py-1 wrap-anywhere">{role || '–'}</td>
              <td className="px-3 py-1 text-right">{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
