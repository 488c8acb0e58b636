import { stopOnePress, stopOneShow } from '@/lib/server/stop/stop-handlers'

export const GET = stopOneShow
export const POST = stopOnePress
