import { route } from '@/lib/server/route'
import { endStop } from '@/lib/services/stops/alarm-services'

export const POST = route(endStop)
