'use client'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { SignInDialogs } from '@/components/access/sign-in-dialogs'
import { makeQueryClient } from '@/lib/client/api/query-client'
import type { Theme, Zone } from '@/lib/client/state/preference-cookies'
import { PreferencesProvider } from '@/lib/client/state/preferences'
import { RenderedAt } from '@/lib/client/state/use-now'

/** What every page needs around it. `renderedAt` is the server's time, so that the first client render says the same ages. */
export function Providers(props: { theme: Theme; zone: Zone; renderedAt: number; children: ReactNode }) {
  const [client] = useState(makeQueryClient)
  return (
    <QueryClientProvider client={client}>
      <PreferencesProvider theme={props.theme} zone={props.zone}>
        <RenderedAt value={props.renderedAt}>{props.children}</RenderedAt>
        <SignInDialogs />
      </PreferencesProvider>
    </QueryClientProvider>
  )
}
