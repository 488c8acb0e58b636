import { route } from '@/lib/server/route'
import { removeView } from '@/lib/services/views/saved-views'

export const POST = route(removeView)
