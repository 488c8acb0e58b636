import { route } from '@/lib/server/route'
import { getRecordStatus } from '@/lib/services/record/record-services'

export const GET = route(getRecordStatus)
