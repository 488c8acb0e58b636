import { route } from '@/lib/server/route'
import { findOperationItems } from '@/lib/services/operations/find-items'

export const GET = route(findOperationItems)
