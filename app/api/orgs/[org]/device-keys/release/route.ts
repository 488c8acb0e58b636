import { route } from '@/lib/server/route'
import { releaseDeviceKeys } from '@/lib/services/connect/device-key-acts'

export const POST = route(releaseDeviceKeys)
