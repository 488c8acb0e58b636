import type { Role } from '@/lib/domain/policy'

/** What a role lets people do, as one sentence. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'Viewers see fleet, usage and activity, and change nothing.',
  responder: 'Responders see everything and can stop agents, but start none again.',
  operator: 'Operators can stop agents, start them again, register and remove them.',
  admin: 'Admins can do everything, with the keys, the people and the settings of the org.',
}
