import { route } from '@/lib/server/route'
import { previewIdPattern } from '@/lib/services/org-admin/pattern-effects'

export const GET = route(previewIdPattern)
