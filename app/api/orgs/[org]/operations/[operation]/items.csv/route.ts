import { route } from '@/lib/server/route'
import { exportOperationItems } from '@/lib/services/exports/export-services'

export const GET = route(exportOperationItems, { download: true })
