import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { ScrollRegion } from '@/components/ui/scroll-region'

/** A text to copy: its name and what can be done with it above, the text in an area that scrolls. */
export function CodeBlock({
  title,
  text,
  label,
  actions,
  tall = false,
  prose = false,
}: {
  title: ReactNode
  text: string
  /** What is copied, for a screen reader: `agent.py`, `the commands`. */
  label: string
  actions?: ReactNode
  /** Shows more lines before it scrolls. */
  tall?: boolean
  /** Long lines are broken. */
  prose?: boolean
}) {
  return (
    <div className="min-w-0 rounded-box border bg-bg">
      <div className="flex flex-wrap items-center justify-between gap-x-3 border-b py-0.5 pr-1 pl-3 text-small text-soft">
        <span className="min-w-0 py-1 wrap-anywhere">{title}</span>
        <span className="flex items-center">
          {actions}
          <CopyButton text={text} label={`Copy ${label}`} />
        </span>
      </div>
      <ScrollRegion label={`Text of ${label}`} className={`overflow-auto ${tall ? 'max-h-[420px]' : 'max-h-[260px]'}`}>
        <pre className={`mono p-3 text-small ${prose ? 'whitespace-pre-wrap wrap-anywhere' : ''}`}>{text}</pre>
      </ScrollRegion>
    </div>
  )
}
