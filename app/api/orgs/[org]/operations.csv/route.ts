import { route } from '@/lib/server/route'
import { exportOperations } from '@/lib/services/operations/export-operations'

export const GET = route(exportOperations, { download: true })
