import { getOrgStop } from '@/lib/server/stop/get-org-stop'
import { postOrgStop } from '@/lib/server/stop/post-org-stop'

export const GET = getOrgStop
export const POST = postOrgStop
