import { route } from '@/lib/server/route'
import { listActivity } from '@/lib/services/audit/list-activity'

export const GET = route(listActivity)
