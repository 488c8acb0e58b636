'use client'
import { ExactTime } from '@/components/time/exact-time'
import { rotatedKeyWords } from '@/components/words/rotated-key-words'
import type { Rotated, RotationView } from '@/lib/domain/wire/rotation'
import { NewKey } from './new-key'

type Props = {
  made: Rotated | null
  /** A rotation whose answer is awaited, as the list has it. */
  underWay: RotationView | undefined
  /** Whether an org key is shown too, because agents hold it. */
  agentsHoldOrgKey: boolean | null
  onKept: () => void
}

/** What the last rotation of this tab answered, and whether one is under way: the new key, or why there is none to copy. */
export function RotationAnswer({ made, underWay, agentsHoldOrgKey, onKept }: Props) {
  const unwritten = made?.rotation.fault === 'not-written' && underWay?.id === made.rotation.id
  return (
    <>
      {made?.text && <NewKey text={made.text} onKept={onKept} />}
      {made && !made.text && <WithoutText rotation={made.rotation} agentsHoldOrgKey={agentsHoldOrgKey} />}
      {unwritten && (
        <p role="alert" className="text-stop">
          The console cannot write down what became of this rotation, and goes on trying. Free space on its disk, and do
          not end the console before this line is gone.
        </p>
      )}
      {underWay && !unwritten && (
        <p role="status" className="text-wait">
          {underWay.by.name} is rotating {rotatedKeyWords(underWay)} since <ExactTime at={underWay.requestedAt} />. No
          other key of this org can be rotated before that has an outcome.
        </p>
      )}
    </>
  )
}

function WithoutText({ rotation, agentsHoldOrgKey }: { rotation: RotationView; agentsHoldOrgKey: boolean | null }) {
  const { kind, state } = rotation
  if (state === 'closed')
    return (
      <p role="status" className="text-soft">
        No agent key of this name works any more, so nothing was left to recover.
      </p>
    )
  const isNeeded = kind === 'agent' || agentsHoldOrgKey === true
  if (!isNeeded || (state !== 'done' && state !== 'requested')) return null
  return (
    <p role="alert" className="text-wait">
      This form was sent before, and the new key is in the first answer only. If that did not arrive, rotate the key
      again{state === 'requested' && ' once this rotation has an outcome'}.
    </p>
  )
}
