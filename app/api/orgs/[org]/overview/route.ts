import { route } from '@/lib/server/route'
import { getOverview } from '@/lib/services/orgs/get-overview'

export const GET = route(getOverview)
