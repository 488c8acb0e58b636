import { route } from '@/lib/server/route'
import { cancelOperation } from '@/lib/services/operations/control-operation'

export const POST = route(cancelOperation)
