import { route } from '@/lib/server/route'
import { getDeviceKey } from '@/lib/services/connect/device-keys'

export const GET = route(getDeviceKey)
