import { route } from '@/lib/server/route'
import { checkIds } from '@/lib/services/connect-files/check-ids'

export const GET = route(checkIds)
