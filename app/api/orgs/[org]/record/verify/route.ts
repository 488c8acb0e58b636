import { route } from '@/lib/server/route'
import { verifyRecord } from '@/lib/services/audit/get-audit-proof'

export const POST = route(verifyRecord)
