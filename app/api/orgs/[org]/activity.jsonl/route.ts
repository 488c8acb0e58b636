import { route } from '@/lib/server/route'
import { exportActivity } from '@/lib/services/audit/export-activity'

export const GET = route(exportActivity, { fixed: { format: 'jsonl' }, download: true })
