import { route } from '@/lib/server/route'
import { exportUsageWeekMarkdown } from '@/lib/services/usage/export-usage-week'

export const GET = route(exportUsageWeekMarkdown, { download: true })
