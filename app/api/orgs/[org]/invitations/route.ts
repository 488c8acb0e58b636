import { route } from '@/lib/server/route'
import { invitePerson } from '@/lib/services/people/invitations'

export const POST = route(invitePerson)
