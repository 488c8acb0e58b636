import { route } from '@/lib/server/route'
import { acknowledge } from '@/lib/services/stops/acknowledge-alarms'

export const POST = route(acknowledge)
