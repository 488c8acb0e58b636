import { route } from '@/lib/server/route'
import { getOrgState } from '@/lib/services/orgs/org-services'

export const GET = route(getOrgState)
