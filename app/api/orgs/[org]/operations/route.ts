import { route } from '@/lib/server/route'
import { waitForEnd } from '@/lib/server/wait-for-end'
import { listOperations } from '@/lib/services/operations/operation-services'
import { startOperation } from '@/lib/services/operations/start-operation'

export const GET = route(listOperations)
export const POST = route(startOperation, { status: 202, after: waitForEnd })
