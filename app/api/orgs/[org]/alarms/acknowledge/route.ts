import { route } from '@/lib/server/route'
import { acknowledge } from '@/lib/services/stops/alarm-services'

export const POST = route(acknowledge)
