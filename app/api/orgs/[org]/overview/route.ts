import { route } from '@/lib/server/route'
import { getOverview } from '@/lib/services/overview/get-overview'

export const GET = route(getOverview)
