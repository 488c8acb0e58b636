import { route } from '@/lib/server/route'
import { endMyOtherSessions } from '@/lib/services/account/end-sessions'

export const POST = route(endMyOtherSessions)
