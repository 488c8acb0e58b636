import { route } from '@/lib/server/route'
import { exportIncident } from '@/lib/services/stops/incident'

export const GET = route(exportIncident, { download: true, fixed: { format: 'txt' } })
