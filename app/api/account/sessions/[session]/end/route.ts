import { route } from '@/lib/server/route'
import { endMySession } from '@/lib/services/account/end-sessions'

export const POST = route(endMySession)
