import { route } from '@/lib/server/route'
import { getUsageWeek } from '@/lib/services/usage/get-usage-week'

export const GET = route(getUsageWeek)
