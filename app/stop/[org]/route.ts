import { stopOneShow } from '@/lib/server/stop/get-org-stop'
import { stopOnePress } from '@/lib/server/stop/post-org-stop'

export const GET = stopOneShow
export const POST = stopOnePress
