import { route } from '@/lib/server/route'
import { getDevice } from '@/lib/services/devices/device-services'

export const GET = route(getDevice)
