import { stopOverview } from '@/lib/server/stop/stop-handlers'

export const GET = stopOverview
