import { route } from '@/lib/server/route'
import { listDevices } from '@/lib/services/devices/device-services'

export const GET = route(listDevices)
