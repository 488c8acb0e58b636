import { route } from '@/lib/server/route'
import { endDeviceKeys } from '@/lib/services/connect/device-key-acts'

export const POST = route(endDeviceKeys)
