/** The person who makes a request, as every room uses it. */
import type { Role } from './policy'

export type Actor = {
  userId: string
  name: string
  email: string
  sessionId: string
  /** When the person last proved who they are, epoch ms. */
  authenticatedAt: number
  /** The session was unused for so long that it is good for stopping only; its roles are reduced to that. */
  isIdle: boolean
  /** May add orgs, and look after the account of every person. Holds no role in an org by that. */
  deploymentAdmin: boolean
  /** Role by org id. */
  roles: ReadonlyMap<string, Role>
}
