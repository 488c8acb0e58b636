import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** Facts that are seldom needed, closed until they are opened. The browser keeps it open while the page is read anew. */
export function DetailsFold({ children }: { children: ReactNode }) {
  return (
    <details className="group border-t">
      <summary className="touch flex cursor-pointer list-none items-center gap-1.5 px-4 py-2.5 font-medium [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 text-faint group-open:rotate-90" />
        Details
      </summary>
      <div className="px-4 pb-4">{children}</div>
    </details>
  )
}
