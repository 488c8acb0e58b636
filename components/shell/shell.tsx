'use client'
import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { type ReactNode, useEffect } from 'react'
import { Toaster } from '@/components/feedback/toaster'
import { useOrgSlug } from '@/components/org/use-org'
import { StopControl } from '@/components/stop/stop-control'
import { StopDialogs } from '@/components/stop/stop-dialogs'
import { InDialogs } from '@/components/ui/dialog-frame'
import { Mark } from '@/components/ui/mark'
import { ViewsNav } from '@/components/views/views-nav'
import { followOrg } from '@/lib/client/api/live-updates'
import { LAST_ORG } from '@/lib/client/state/preference-cookies'
import { keep } from '@/lib/client/state/preferences'
import { Announcer } from './announcer'
import { Banners } from './banners'
import { CommandKeys } from './command-keys'
import { ConnectNav } from './connect-nav'
import { DocumentState } from './document-state'
import { Footer } from './footer'
import { KeysNav } from './keys-nav'
import { Nav } from './nav'
import { NotesNav } from './notes-nav'
import { OrgSwitcher } from './org-switcher'
import { StateLine } from './state-line'

/** Everything around a page of an org. One column on a phone, with Stop and the pages in the thumb's reach. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <InDialogs value={<Announcer onlyChanges />}>
      <div className="flex h-dvh flex-col sm:grid sm:grid-cols-[212px_minmax(0,1fr)] sm:grid-rows-[minmax(0,1fr)]">
        <DocumentState />
        <LiveUpdates />
        <Announcer />
        <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-panel focus:p-2">
          Skip to content
        </a>
        <div className="contents sm:flex sm:min-h-0 sm:flex-col sm:gap-2 sm:border-r sm:pt-3">
          <Brand />
          <div className="pb-safe order-6 border-t bg-bg pt-1 sm:order-none sm:min-h-0 sm:flex-1 sm:border-0 sm:p-0">
            <Nav />
            <ViewsNav />
            <NotesNav />
            <ConnectNav />
            <KeysNav />
          </div>
          <Footer className="hidden sm:flex" />
        </div>
        <div className="contents sm:flex sm:min-h-0 sm:min-w-0 sm:flex-col">
          <header className="order-1 flex items-center gap-2.5 border-b px-3 pt-[max(0.25rem,env(safe-area-inset-top))] pb-1 sm:order-none sm:min-h-[52px] sm:px-5 sm:py-1.5">
            <Mark className="size-5 shrink-0 sm:hidden" />
            <span className="shrink-0 sm:hidden">
              <OrgSwitcher />
            </span>
            <StateLine />
            <span className="hidden flex-1 sm:block" />
            <CommandKeys />
            <div className="hidden shrink-0 items-center gap-2 sm:flex">
              <StopControl />
            </div>
          </header>
          <div className="order-2 sm:order-none">
            <Banners />
          </div>
          <main
            id="content"
            tabIndex={-1}
            className="relative order-3 flex min-h-0 flex-1 flex-col overflow-y-auto outline-none sm:order-none"
          >
            {children}
            <Footer className="flex sm:hidden" />
          </main>
          <Toaster />
          <div className="order-5 flex gap-2 border-t bg-bg px-3 py-2 sm:hidden">
            <StopControl big />
          </div>
        </div>
        <StopDialogs />
      </div>
    </InDialogs>
  )
}

/** What this is, and which org it shows: at the head of the column on a wide screen. */
function Brand() {
  const org = useOrgSlug()
  return (
    <div className="hidden flex-col gap-2.5 px-3.5 sm:flex">
      <Link
        href={`/${org}`}
        prefetch={false}
        className="touch flex items-center gap-2 text-base font-[650] tracking-tight"
      >
        <Mark className="size-[22px]" />
        MachineID console
      </Link>
      <OrgSwitcher />
    </div>
  )
}

/** Keeps the page in step with its org, and remembers which it was. Renders nothing. */
function LiveUpdates() {
  const client = useQueryClient()
  const org = useOrgSlug()
  useEffect(() => keep(LAST_ORG, encodeURIComponent(org)), [org])
  useEffect(() => followOrg(client, org), [client, org])
  return null
}
