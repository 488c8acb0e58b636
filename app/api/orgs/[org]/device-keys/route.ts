import { route } from '@/lib/server/route'
import { setKeyPolicy } from '@/lib/services/connect/device-key-acts'
import { getDeviceKeys } from '@/lib/services/connect/device-keys'

export const GET = route(getDeviceKeys)
export const PUT = route(setKeyPolicy)
