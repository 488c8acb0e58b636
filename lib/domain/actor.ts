/** The person who makes a request, as every room uses it. */
import type { Role } from './policy'

export type Actor = {
  userId: string
  name: string
  email: string
  sessionId: string
  /** When the person last proved who they are, epoch ms. */
  authenticatedAt: number
  /** Role by org id. */
  roles: ReadonlyMap<string, Role>
}
