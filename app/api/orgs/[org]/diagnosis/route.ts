import { route } from '@/lib/server/route'
import { diagnoseDevice } from '@/lib/services/devices/diagnose-device'

export const GET = route(diagnoseDevice)
