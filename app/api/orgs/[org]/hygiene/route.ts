import { route } from '@/lib/server/route'
import { getHygiene } from '@/lib/services/views/get-hygiene'

export const GET = route(getHygiene)
