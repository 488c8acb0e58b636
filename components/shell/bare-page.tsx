import type { ReactNode } from 'react'
import { Mark } from '@/components/ui/mark'

/** A page outside of any org: the mark and the name at its head, one thing to say, and the ways on in the thumb's reach on a phone. */
export function BarePage({
  title,
  children,
  actions,
  alert = false,
}: {
  title: string
  children: ReactNode
  actions: ReactNode
  alert?: boolean
}) {
  return (
    <div className="pb-safe mx-auto flex min-h-dvh max-w-[34rem] flex-col px-4 pt-[max(0.25rem,env(safe-area-inset-top))] sm:pt-[6vh]">
      <header>
        <a href="/" className="inline-flex min-h-11 items-center gap-2 text-base font-[650] tracking-tight">
          <Mark className="size-5" />
          MachineID console
        </a>
      </header>
      <main role={alert ? 'alert' : undefined} className="flex flex-1 flex-col gap-3 pt-2 sm:flex-none">
        <h1 className="text-huge">{title}</h1>
        <div className="flex flex-col gap-3 text-lead text-soft">{children}</div>
        <div className="mt-auto flex flex-col gap-2 pt-6 pb-4 sm:mt-0 sm:flex-row sm:pt-1">{actions}</div>
      </main>
    </div>
  )
}
