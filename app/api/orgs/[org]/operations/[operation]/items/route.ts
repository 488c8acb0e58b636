import { route } from '@/lib/server/route'
import { listOperationItems } from '@/lib/services/operations/operation-services'

export const GET = route(listOperationItems)
