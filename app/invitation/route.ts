import { getInvitation, postInvitation } from '@/lib/server/invitation/invitation-pages'

export const GET = getInvitation
export const POST = postInvitation
