import { route } from '@/lib/server/route'
import { exportUsageWeekCsv } from '@/lib/services/usage/export-usage-week'

export const GET = route(exportUsageWeekCsv, { download: true })
