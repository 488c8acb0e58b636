'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Toaster } from '@/components/feedback/toaster'
import { useOrgSlug } from '@/components/org/use-org'
import { StopControl } from '@/components/stop/stop-control'
import { StopDialogs } from '@/components/stop/stop-dialogs'
import { followOrg } from '@/lib/client/api/live-updates'
import { Announcer } from './announcer'
import { Banners } from './banners'
import { CommandKeys } from './command-keys'
import { DocumentState } from './document-state'
import { Footer } from './footer'
import { Nav } from './nav'
import { OrgSwitcher } from './org-switcher'
import { StateLine } from './state-line'

/** Everything around a page of an org. One column on a phone, with Stop in the thumb's reach. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-dvh flex-col sm:grid sm:grid-cols-[184px_minmax(0,1fr)] sm:grid-rows-[minmax(0,1fr)]">
      <DocumentState />
      <LiveUpdates />
      <Announcer />
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-panel focus:p-2">
        Skip to content
      </a>
      <div className="order-2 flex flex-col sm:order-none sm:border-r sm:pt-3.5">
        <Nav />
      </div>
      <div className="contents sm:flex sm:min-h-0 sm:min-w-0 sm:flex-col">
        <header className="order-1 flex items-center gap-3.5 px-4 pt-[max(0.5rem,env(safe-area-inset-top))] pb-1 sm:order-none sm:min-h-[52px] sm:border-b sm:px-5 sm:py-1.5">
          <OrgSwitcher />
          <StateLine />
          <span className="hidden flex-1 sm:block" />
          <CommandKeys />
          <div className="hidden shrink-0 items-center gap-2 sm:flex">
            <StopControl />
          </div>
        </header>
        <div className="order-3 sm:order-none">
          <Banners />
        </div>
        <main
          id="content"
          tabIndex={-1}
          className="relative order-4 flex min-h-0 flex-1 flex-col overflow-y-auto outline-none sm:order-none"
        >
          {children}
          <Footer className="flex sm:hidden" />
        </main>
        <Toaster />
        <Footer className="hidden sm:flex" />
        <div className="pb-safe order-5 flex gap-2 border-t bg-bg px-4 pt-2 sm:hidden">
          <StopControl big />
        </div>
      </div>
      <StopDialogs />
    </div>
  )
}

/** Keeps the page in step with its org. Renders nothing. */
function LiveUpdates() {
  const client = useQueryClient()
  const org = useOrgSlug()
  useEffect(() => followOrg(client, org), [client, org])
  return null
}
