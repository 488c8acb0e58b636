import { route } from '@/lib/server/route'
import { exportOperationItems } from '@/lib/services/operations/export-items'

export const GET = route(exportOperationItems, { download: true })
