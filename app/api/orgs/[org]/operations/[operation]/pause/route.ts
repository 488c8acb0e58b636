import { route } from '@/lib/server/route'
import { pauseOperation } from '@/lib/services/operations/control-operation'

export const POST = route(pauseOperation)
