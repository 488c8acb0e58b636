import { route } from '@/lib/server/route'
import { listActivity } from '@/lib/services/activity/list-activity'

export const GET = route(listActivity)
