import type { GroupCommitter } from '../disk/group-committer'
import type { IdProfile } from '../disk/id-profile'
import type { AdminKey } from '../keys/admin-key'
import type { KeyRing } from '../keys/key-ring'
import type { KeyUses } from '../keys/key-uses'
import type { RefusedKeys } from '../keys/refused-keys'
import type { RegistrationLimiter } from '../keys/registration-limiter'
import type { WrongKeyLimiter } from '../keys/wrong-key-limiter'
import type { DecisionLog } from '../state/decision-log'
import type { Evidence } from '../state/evidence'
import type { Org } from '../state/org'
import type { Slots } from '../state/slots'
import type { Metrics } from './metrics'

/** Everything the handlers work on. There is one per authority, and nothing of it is global. */
export type Core = {
  orgs: Map<number, Org>
  keys: KeyRing
  keyUses: KeyUses
  wrongKeys: WrongKeyLimiter
  registrations: RegistrationLimiter
  refusedKeys: RefusedKeys
  slots: Slots
  evidence: Evidence
  decisions: DecisionLog
  committer: GroupCommitter
  metrics: Metrics
  openSignup: boolean
  /** Null where the calls of an admin are off. */
  adminKey: AdminKey | null
  idProfile: IdProfile
  /** Reserves further revisions of an org on disk; throws when it cannot. */
  reserve: (org: Org) => void
  /** Epoch milliseconds. */
  now: () => number
  startedAt: number
  /** Set when the end begins: calls under way are answered, each as the last of its connection. */
  draining: boolean
  /** Set once the files are about to close; from then on nothing is allowed. */
  closing: boolean
}
