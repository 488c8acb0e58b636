import { route } from '@/lib/server/route'
import { continueOperation } from '@/lib/services/operations/control-operation'

export const POST = route(continueOperation)
