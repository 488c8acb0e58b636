import { route } from '@/lib/server/route'
import { removeThisOrg } from '@/lib/services/org-admin/org-settings'

export const POST = route(removeThisOrg)
