import { route } from '@/lib/server/route'
import { listOrgStates } from '@/lib/services/orgs/list-org-states'

export const GET = route(listOrgStates)
