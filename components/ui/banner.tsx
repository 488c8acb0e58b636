import { CircleAlert, OctagonAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** One sentence across the page. `alarm` interrupts a screen reader, `notice` waits its turn; `announce={false}` leaves that to another. */
export function Banner({
  kind,
  announce = true,
  children,
  action,
}: {
  kind: 'alarm' | 'notice'
  announce?: boolean
  children: ReactNode
  action?: ReactNode
}) {
  const Icon = kind === 'alarm' ? OctagonAlert : CircleAlert
  const colour = kind === 'alarm' ? 'bg-stop-bg text-stop' : 'bg-wait-bg text-wait'
  return (
    <div
      role={announce ? (kind === 'alarm' ? 'alert' : 'status') : undefined}
      className={`flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-4 py-2 sm:px-5 ${colour}`}
    >
      <Icon aria-hidden className="size-4 shrink-0" strokeWidth={2.25} />
      <div className="min-w-0 flex-1 basis-60 font-medium">{children}</div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}
