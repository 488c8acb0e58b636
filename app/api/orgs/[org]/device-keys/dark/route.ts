import { route } from '@/lib/server/route'
import { reviewDeviceKeys } from '@/lib/services/connect/device-keys'

export const GET = route(reviewDeviceKeys)
