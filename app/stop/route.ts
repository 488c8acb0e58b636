import { stopOverview } from '@/lib/server/stop/get-org-stop'
import { postAllStops } from '@/lib/server/stop/post-all-stops'

export const GET = stopOverview
export const POST = postAllStops
