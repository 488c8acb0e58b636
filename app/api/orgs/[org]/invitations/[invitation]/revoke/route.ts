import { route } from '@/lib/server/route'
import { revokeInvitation } from '@/lib/services/people/invitations'

export const POST = route(revokeInvitation)
