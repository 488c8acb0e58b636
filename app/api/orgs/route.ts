import { route } from '@/lib/server/route'
import { listOrgs } from '@/lib/services/orgs/org-services'

export const GET = route(listOrgs)
