import { route } from '@/lib/server/route'
import { watchOrg } from '@/lib/services/live/watch-org'

export const GET = route(watchOrg, { stream: true })
