import { route } from '@/lib/server/route'
import { exportActivityView } from '@/lib/services/audit/export-activity'

export const GET = route(exportActivityView, { download: true })
