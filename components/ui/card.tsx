import type { ReactNode } from 'react'

/** A titled area with thin lines and no shadow. */
export function Card({
  title,
  help,
  aside,
  children,
  className = '',
}: {
  title?: string
  /** A `HintButton` beside the title. */
  help?: ReactNode
  aside?: ReactNode
  children: ReactNode
  className?: string
}) {
  return (
    <section className={`flex min-w-0 flex-col rounded-box border bg-panel ${className}`}>
      {title && (
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 pt-3 pb-2">
          <div className="flex items-center gap-0.5">
            <h2 className="text-lead">{title}</h2>
            {help}
          </div>
          {aside && <div className="text-small text-soft">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  )
}
