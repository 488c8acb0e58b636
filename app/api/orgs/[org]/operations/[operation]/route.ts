import { route } from '@/lib/server/route'
import { getOperation } from '@/lib/services/operations/operation-services'

export const GET = route(getOperation)
