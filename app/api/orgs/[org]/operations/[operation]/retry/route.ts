import { route } from '@/lib/server/route'
import { retryOperation } from '@/lib/services/operations/control-operation'

export const POST = route(retryOperation)
