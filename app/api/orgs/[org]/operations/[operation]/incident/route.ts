import { route } from '@/lib/server/route'
import { getIncident } from '@/lib/services/stops/incident'

export const GET = route(getIncident)
