import { route } from '@/lib/server/route'
import { endStop } from '@/lib/services/stops/end-stop'

export const POST = route(endStop)
