import { route } from '@/lib/server/route'
import { exportOperationItems } from '@/lib/services/exports/item-file'

export const GET = route(exportOperationItems, { download: true })
