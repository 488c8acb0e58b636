import { route } from '@/lib/server/route'
import { changeView } from '@/lib/services/views/saved-views'

export const PUT = route(changeView)
