import { route } from '@/lib/server/route'
import { getTimeToStop } from '@/lib/services/usage/get-time-to-stop'

export const GET = route(getTimeToStop)
