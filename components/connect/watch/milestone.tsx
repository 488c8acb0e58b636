import { Circle, CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export type MilestoneState = 'done' | 'next' | 'later' | 'wrong'

const LOOKS: Record<MilestoneState, { icon: LucideIcon; color: string; said: string }> = {
  done: { icon: CircleCheck, color: 'text-ok', said: 'Done' },
  next: { icon: CircleDashed, color: 'text-wait', said: 'Now' },
  later: { icon: Circle, color: 'text-faint', said: 'Later' },
  wrong: { icon: CircleAlert, color: 'text-stop', said: 'Wrong' },
}

/** One stage on the way, with what is known of it. */
export function Milestone({ state, title, children }: { state: MilestoneState; title: string; children?: ReactNode }) {
  const { icon: Icon, color, said } = LOOKS[state]
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
      <div className="flex min-w-0 flex-col gap-1.5">
        <p className={state === 'later' ? 'text-faint' : 'font-medium'}>
          <span className="sr-only">{said}: </span>
          {title}
        </p>
        {children && <div className="text-soft">{children}</div>}
      </div>
    </li>
  )
}
