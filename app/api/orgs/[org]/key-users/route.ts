import { route } from '@/lib/server/route'
import { getKeyUsers } from '@/lib/services/rotation/key-users'

export const GET = route(getKeyUsers)
