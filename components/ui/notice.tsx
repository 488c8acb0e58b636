import type { ReactNode } from 'react'

/** Takes the place of content: nothing yet, no result, a failure. Always says the next step. */
export function Notice({
  title,
  children,
  action,
  role,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
  role?: 'alert' | 'status'
}) {
  return (
    <div role={role} className="mx-auto flex max-w-[58ch] flex-col items-start gap-2 px-4 py-10">
      <h2 className="text-lead">{title}</h2>
      {children && <div className="text-soft">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap gap-2">{action}</div>}
    </div>
  )
}
