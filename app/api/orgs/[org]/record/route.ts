import { route } from '@/lib/server/route'
import { getRecordStatus } from '@/lib/services/audit/get-audit-proof'

export const GET = route(getRecordStatus)
