import { route } from '@/lib/server/route'
import { endSession } from '@/lib/services/access/end-session'

export const POST = route(endSession)
