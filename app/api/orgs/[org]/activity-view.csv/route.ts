import { route } from '@/lib/server/route'
import { exportActivityView } from '@/lib/services/exports/export-activity'

export const GET = route(exportActivityView, { download: true })
