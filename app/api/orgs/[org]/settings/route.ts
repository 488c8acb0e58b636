import { route } from '@/lib/server/route'
import { changeOrgSettings, getOrgSettings } from '@/lib/services/org-admin/org-settings'

export const GET = route(getOrgSettings)
export const PUT = route(changeOrgSettings)
