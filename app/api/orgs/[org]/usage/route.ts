import { route } from '@/lib/server/route'
import { getUsage } from '@/lib/services/usage/get-usage'

export const GET = route(getUsage)
