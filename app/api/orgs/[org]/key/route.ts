import { route } from '@/lib/server/route'
import { replaceOrgKey } from '@/lib/services/orgs/org-services'

export const PUT = route(replaceOrgKey)
