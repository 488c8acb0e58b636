import { route } from '@/lib/server/route'
import { exportDevices } from '@/lib/services/devices/export-devices'

export const GET = route(exportDevices, { fixed: { format: 'jsonl' }, download: true })
