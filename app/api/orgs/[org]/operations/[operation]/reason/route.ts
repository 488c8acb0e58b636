import { route } from '@/lib/server/route'
import { addReason } from '@/lib/services/operations/operation-services'

export const POST = route(addReason)
