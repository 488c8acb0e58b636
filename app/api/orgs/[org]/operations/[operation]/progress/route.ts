import { route } from '@/lib/server/route'
import { getOperationProgress } from '@/lib/services/operations/get-progress'

export const GET = route(getOperationProgress)
