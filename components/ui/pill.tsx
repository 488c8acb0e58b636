import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export type Tone = 'ok' | 'stop' | 'wait' | 'off'

export const TONE_CLASS: Record<Tone, string> = {
  ok: 'text-ok bg-ok-bg',
  stop: 'text-stop bg-stop-bg',
  wait: 'text-wait bg-wait-bg',
  off: 'text-off bg-off-bg',
}

/** A state: always a colour, an icon and a word. */
export function Pill({
  tone,
  icon: Icon,
  className = '',
  children,
}: {
  tone: Tone
  icon: LucideIcon
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2 py-px text-small font-medium whitespace-nowrap forced-colors:border ${TONE_CLASS[tone]} ${className}`}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      {children}
    </span>
  )
}
