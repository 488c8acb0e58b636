/**
 * Who may do what. Stopping is easy (responder), starting again is guarded (operator): every person on call can hold the
 * stop without being able to restart anything. Roles are held per org.
 */

export const ROLES = ['viewer', 'responder', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** What a use case declares that it needs. Each is held by a role and every role above it. */
const LOWEST_ROLE = {
  /** See fleet, usage, activity; export. */
  see: 'viewer',
  /** Revoke, disable; add a reason; acknowledge. */
  stop: 'responder',
  /** Change what all of the org see: shared views, notes. */
  share: 'responder',
  /** Copy from Connect what a new agent needs. */
  connect: 'responder',
  /** Restore, enable, undo, register. */
  resume: 'operator',
  /** Remove a device. */
  remove: 'operator',
  /** See which agent keys there are, never a key. */
  'see-keys': 'operator',
  /** Org key, agent keys, orgs, people. */
  administer: 'admin',
} as const satisfies Record<string, Role>

export type Permission = keyof typeof LOWEST_ROLE
export const PERMISSIONS = Object.keys(LOWEST_ROLE) as Permission[]

/** True when the role holds the permission. */
export function can(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LOWEST_ROLE[permission])
}

/** The lowest role that holds a permission, for the sentence of a refusal. */
export function lowestRole(permission: Permission): Role {
  return LOWEST_ROLE[permission]
}

/** A session that no person used for this long can stop and do nothing else, until the password is confirmed. */
export const STOP_ONLY_AFTER_MS = 12 * 3_600_000

/** A session that was unused for this long is over. */
export const SESSION_IDLE_MS = 7 * 86_400_000

/** The lowest role that may stop, wherever the person may; no other org. */
export function stopRolesOf(roles: ReadonlyMap<string, Role>): Map<string, Role> {
  return new Map([...roles].flatMap(([orgId, role]) => (can(role, 'stop') ? [[orgId, LOWEST_ROLE.stop]] : [])))
}

/** Resumes, removals and key changes need a sign-in no older than this; a stop never does. */
export const RECENT_SIGN_IN_MS = 10 * 60_000

/** Within this time a person may take back their own revoke of one device with no more than the stop permission. */
export const OWN_UNDO_MS = 10_000
