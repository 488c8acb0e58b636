/**
 * The orgs that a person may see, as the console's own API answers: JSON-native, times in ISO 8601 UTC. A missing field is "unknown"
 * and is shown so; null is "never" or "none".
 */
import type { Role } from '../policy'

/** Who signed in, until when acts that require a recent sign-in are open without the password, and whether orgs may be added. */
export type Me = { id: string; name: string; email: string; recentUntil: string; deploymentAdmin: boolean }

/**
 * Why the console cannot determine the addresses of people behind a proxy: it is not among the trusted ones, or what it writes names
 * no address, or two headers name different ones. `proxy`: the address that the request came from.
 */
export type ProxyFault = { kind: 'untrusted' | 'unreadable' | 'contradictory'; proxy: string }

/** `proxyFault`: of this very request, for an admin of any org. */
export type OrgList = {
  me: Me
  orgs: { slug: string; name: string; role: Role }[]
  version: string
  proxyFault?: ProxyFault
}
