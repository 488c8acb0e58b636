import { route } from '@/lib/server/route'
import { endPrevious } from '@/lib/services/rotation/rotate-key'

export const POST = route(endPrevious)
