import { route } from '@/lib/server/route'
import { exportActivity } from '@/lib/services/exports/export-activity'

export const GET = route(exportActivity, { fixed: { format: 'jsonl' }, download: true })
