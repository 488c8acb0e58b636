import type { Role } from '@/lib/domain/policy'

/** What a role may do, as one sentence. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'sees fleet, usage and activity, and changes nothing.',
  responder: 'sees everything and can stop agents, but start none again.',
  operator: 'can stop agents, start them again, register and remove them.',
  admin: 'can do everything, with keys, people and settings of the org.',
}
