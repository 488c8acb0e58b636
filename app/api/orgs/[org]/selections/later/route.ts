import { route } from '@/lib/server/route'
import { laterMatches } from '@/lib/services/selections/later-matches'

export const GET = route(laterMatches)
