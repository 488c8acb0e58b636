import { route } from '@/lib/server/route'
import { listRehearsals } from '@/lib/services/rehearsals/list-rehearsals'

export const GET = route(listRehearsals)
