import { route } from '@/lib/server/route'
import { exportDevices } from '@/lib/services/exports/export-services'

export const GET = route(exportDevices, { fixed: { format: 'csv' }, download: true })
