import { stopOnePress } from '@/lib/server/stop/stop-press'
import { stopOneShow } from '@/lib/server/stop/stop-show'

export const GET = stopOneShow
export const POST = stopOnePress
