import { stopAllPress } from '@/lib/server/stop/stop-press'
import { stopOverview } from '@/lib/server/stop/stop-show'

export const GET = stopOverview
export const POST = stopAllPress
