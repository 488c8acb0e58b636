import { route } from '@/lib/server/route'
import { getAccount } from '@/lib/services/account/get-account'

export const GET = route(getAccount)
