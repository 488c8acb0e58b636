import { CircleAlert, CircleCheck, CircleHelp, type LucideIcon } from 'lucide-react'
import { Isolates } from '@/components/ids/isolated'
import { localTimes } from '@/lib/client/format/local-times'
import { useZone } from '@/lib/client/state/preferences'
import type { Check, Finding } from '@/lib/domain/diagnosis/check'
import { CheckLink } from './check-link'

const LOOKS: Record<Finding, { icon: LucideIcon; color: string; said: string }> = {
  cause: { icon: CircleAlert, color: 'text-wait', said: 'Cause' },
  fact: { icon: CircleCheck, color: 'text-faint', said: 'Not the cause' },
  unknown: { icon: CircleHelp, color: 'text-soft', said: 'Cannot be read' },
}

/** The checks in the order in which they were made. @param none what is said first if no check is a cause. */
export function CheckList({
  org,
  id,
  checks,
  none,
}: {
  org: string
  id: string
  checks: readonly Check[]
  none: string
}) {
  return (
    <>
      {checks.every(({ finding }) => finding !== 'cause') && <p className="font-medium">{none}</p>}
      <ol className="flex flex-col gap-2.5">
        {checks.map((check) => (
          <CheckRow key={`${check.about} ${check.read}`} org={org} id={id} check={check} />
        ))}
      </ol>
    </>
  )
}

function CheckRow({ org, id, check: { about, finding, read, act } }: { org: string; id: string; check: Check }) {
  const zone = useZone()
  const { icon: Icon, color, said } = LOOKS[finding]
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
      <div className="min-w-0">
        <p className={`wrap-anywhere ${finding === 'cause' ? '' : 'text-soft'}`}>
          <span className="sr-only">
            {said}, {about}:{' '}
          </span>
          <Isolates text={localTimes(read, zone)} />
        </p>
        {act && <CheckLink org={org} id={id} act={act} />}
      </div>
    </li>
  )
}
