import { route } from '@/lib/server/route'
import { listFences } from '@/lib/services/fences/fence-services'

export const GET = route(listFences)
