import { route } from '@/lib/server/route'
import { addOrg, offerNewOrg } from '@/lib/services/org-admin/add-org'

export const GET = route(offerNewOrg)
export const POST = route(addOrg)
