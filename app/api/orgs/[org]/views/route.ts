import { route } from '@/lib/server/route'
import { listSavedViews, saveView } from '@/lib/services/views/saved-views'

export const GET = route(listSavedViews)
export const POST = route(saveView)
