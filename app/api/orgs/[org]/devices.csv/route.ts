import { route } from '@/lib/server/route'
import { exportDevices, exportPickedDevices } from '@/lib/services/devices/export-devices'

export const GET = route(exportDevices, { fixed: { format: 'csv' }, download: true })
export const POST = route(exportPickedDevices, { download: true })
