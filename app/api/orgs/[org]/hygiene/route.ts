import { route } from '@/lib/server/route'
import { getHygiene } from '@/lib/services/devices/get-hygiene'

export const GET = route(getHygiene)
