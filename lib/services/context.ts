/** What a use case is given: the person who requests it, from where, and the parts of the console it may use. */

import type { Anchoring } from '@/lib/audit/anchors/anchoring'
import type { RepeatedEvents } from '@/lib/audit/repeated-events'
import type { Actor } from '@/lib/domain/actor'
import type { Role } from '@/lib/domain/policy'
import type { Secret } from '@/lib/domain/secret'
import type { ProxyFault } from '@/lib/domain/wire/org-list'
import type { CoveredItems } from '@/lib/operations/covered-items'
import type { KeyVault } from '@/lib/orgs/key-vault'
import type { OrgRegistry } from '@/lib/orgs/org-registry'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { Duties } from '@/lib/replicas/duties'
import type { SignInGuard } from '@/lib/sign-in/sign-in-guard'
import type { StopSessions } from '@/lib/sign-in/stop-sessions'
import type { StopDeps } from '@/lib/stops/stop-deps'
import type { StoreCheck } from '@/lib/store/open/store-check'
import type { Presence } from './presence'
import type { SelectionCache } from './selection-cache'

export type LiveFeed = {
  /** @throws AppError `rate-limited` when there are too many streams already. */
  open: (context: OrgContext) => ReadableStream<Uint8Array>
  /** Something about the org may have changed: if it did, its screens are sent the new state. */
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
  /** What this console does for all that share its store. */
  duties: Duties
  /** What limits and records the passwords that are tried. */
  signInGuard: SignInGuard
  /** What proves the record. */
  anchoring: Anchoring
  /** What people do again and again, of which the record gets a count. */
  repeats: RepeatedEvents
  /** The open screens of each org. */
  live: LiveFeed
  /** Who looks at which org now. */
  presence: Presence
  /** Where orgs can be made at the embedded authority, and the key for that; null where there is none. */
  authorityAdmin: { baseUrl: string; key: Secret } | null
  /** Where people reach the console, without a slash at its end. */
  publicUrl: string
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
  /** The person is known from memory alone, since the store cannot be read: good for stopping and nothing else. */
  fromMemory?: boolean
}
export type OrgContext = Context & { org: OrgRuntime; role: Role }
