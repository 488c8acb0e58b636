/** What a use case is given: who asks, from where, and the parts of the console it may use. */

import type { Actor } from '@/lib/domain/actor'
import type { Role } from '@/lib/domain/policy'
import type { ProxyFault } from '@/lib/domain/wire/org-list'
import type { SignInGuard } from './access/sign-in-guard'
import type { StopSessions } from './access/stop-sessions'
import type { KeyVault } from './key-vault'
import type { CoveredItems } from './operations/covered-items'
import type { OrgRegistry } from './orgs/org-registry'
import type { OrgRuntime } from './orgs/org-runtime'
import type { Anchoring } from './record/anchoring'
import type { RepeatedEvents } from './repeated-events'
import type { SelectionCache } from './selections/kept-ids'
import type { StopDeps } from './stops/stop-deps'
import type { StoreCheck } from './store-check'

export type LiveFeed = {
  /** @throws AppError `rate-limited` when there are too many streams already. */
  open: (context: OrgContext) => ReadableStream<Uint8Array>
  /** Something about the org may have changed: its screens are told if it did. */
  changed: (org: OrgRuntime | undefined) => void
  /** Streams that are open. */
  size: () => number
}

export type Deps = StopDeps & {
  vault: KeyVault
  orgs: OrgRegistry
  /** Who may stop while the store cannot be read. */
  stopSessions: StopSessions
  storeCheck: StoreCheck
  selectionCache: SelectionCache
  coveredItems: CoveredItems
  /** What limits and records the passwords that are tried. */
  signInGuard: SignInGuard
  /** What proves the record. */
  anchoring: Anchoring
  /** What people do again and again, of which the record gets a count. */
  repeats: RepeatedEvents
  /** The open screens of each org. */
  live: LiveFeed
  version: string
  sampleSeconds: number
}

export type Context = {
  deps: Deps
  actor: Actor
  requestId: string
  address: string | null
  /** Why the address is not known, or not the person's own. */
  proxyFault?: ProxyFault | null
  orgSlug?: string
}
export type OrgContext = Context & { org: OrgRuntime; role: Role }
