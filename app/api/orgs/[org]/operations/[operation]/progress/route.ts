import { route } from '@/lib/server/route'
import { getOperationProgress } from '@/lib/services/operations/view-progress'

export const GET = route(getOperationProgress)
