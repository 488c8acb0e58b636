import { route } from '@/lib/server/route'
import { exportUsage } from '@/lib/services/exports/export-services'

export const GET = route(exportUsage, { download: true })
