'use client'
import { ExactTime } from '@/components/time/exact-time'
import { Card } from '@/components/ui/card'
import { rotatedKeyWords } from '@/components/words/rotated-key-words'
import type { ChosenKey } from '@/lib/client/api/rotation/rotation-queries'
import { useNow } from '@/lib/client/state/use-now'
import { lowestRole } from '@/lib/domain/policy'
import type { Rotated, RotationView } from '@/lib/domain/wire/rotation'
import { RotateForm } from './rotate-form'
import { faultWords } from './rotation-words'

/** `onDone`: absent for a role that rotates no key. */
type Props = { org: string; rotation: RotationView; onDone?: (rotated: Rotated) => void }

/** A rotation whose reply was lost: what that means, how long there is time, and the one way on. */
export function LostRotation({ org, rotation, onDone }: Props) {
  const { id, kind, keyId, requestedAt, recoverBefore, overlapSeconds, fault, by } = rotation
  const now = useNow()
  const isLate = recoverBefore !== null && Date.parse(recoverBefore) <= now
  const chosen: ChosenKey = kind === 'org' ? { kind, keyId: null } : { kind, keyId: keyId ?? '' }
  return (
    <Card title={`It is not known whether ${rotatedKeyWords(rotation)} was rotated`} className="border-2! border-stop!">
      <div className="flex flex-col gap-2 px-4 pb-3">
        <p>
          {faultWords(fault)} {by.name} asked for it <ExactTime at={requestedAt} />. If the authority did it, the new
          key is lost, and the old one {isLate ? 'has ended' : 'works until'}{' '}
          {recoverBefore && <ExactTime at={recoverBefore} />}.
        </p>
        <p className="font-medium">
          {isLate && kind === 'org'
            ? 'If the console is refused now, get a key from the authority and enter it in Settings. Then rotate again.'
            : 'Rotate again under the old key. It is right in either case: a lost key runs out, and you get one that has answered.'}
        </p>
        {!isLate && kind === 'org' && (
          <p className="text-soft">
            Later the console may have no key that works. Then get one from the authority, and enter it in Settings.
          </p>
        )}
        {!onDone && (
          <p className="text-soft">Rotating a key needs the role {lowestRole('administer')}. Call an admin.</p>
        )}
      </div>
      {onDone && (
        <RotateForm
          org={org}
          chosen={chosen}
          overlapSeconds={overlapSeconds}
          recovers={id}
          press="Rotate again"
          onDone={onDone}
        />
      )}
    </Card>
  )
}
