import { route } from '@/lib/server/route'
import { endSession } from '@/lib/services/access/sign-in'

export const POST = route(endSession)
