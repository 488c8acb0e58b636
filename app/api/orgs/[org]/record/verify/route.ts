import { route } from '@/lib/server/route'
import { verifyRecord } from '@/lib/services/record/record-services'

export const POST = route(verifyRecord)
