import { route } from '@/lib/server/route'
import { getConnect } from '@/lib/services/connect-files/get-connect'

export const GET = route(getConnect)
