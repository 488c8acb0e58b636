import { route } from '@/lib/server/route'
import { getHeadroom } from '@/lib/services/usage/get-headroom'

export const GET = route(getHeadroom)
