'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { SignedOutBanner } from '@/components/access/signed-out-banner'
import { Toaster } from '@/components/feedback/toaster'
import { buttonClass } from '@/components/ui/button'
import { Mark } from '@/components/ui/mark'
import { OutsideNav } from './outside-nav'

type Props = {
  /** Of the tab. */
  title: string
  /** Where the mark leads. */
  home?: { href: string; text: string }
  children: ReactNode
}

/** Everything around a page outside of any org. */
export function OutsidePage({ title, home = { href: '/', text: 'MachineID console' }, children }: Props) {
  return (
    <div className="pb-safe min-h-dvh">
      <title>{`${title} · Console`}</title>
      <header className="flex items-center justify-between gap-3 border-b px-4 pt-[max(0.25rem,env(safe-area-inset-top))] pb-1 sm:min-h-[52px] sm:px-5">
        <Link
          href={home.href}
          prefetch={false}
          className="touch inline-flex items-center gap-2 font-[650] tracking-tight"
        >
          <Mark className="size-5" />
          {home.text}
        </Link>
        {/* Plain HTML, and not a page of this app: Stop must not wait for a script. */}
        <a href="/stop" className={buttonClass('danger')}>
          Stop…
        </a>
      </header>
      <OutsideNav />
      <SignedOutBanner />
      <main tabIndex={-1} className="outline-none">
        {children}
      </main>
      <Toaster />
    </div>
  )
}
