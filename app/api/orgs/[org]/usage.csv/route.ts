import { route } from '@/lib/server/route'
import { exportUsage } from '@/lib/services/usage/export-usage'

export const GET = route(exportUsage, { download: true })
