import { route } from '@/lib/server/route'
import { changeName } from '@/lib/services/account/change-name'

export const PUT = route(changeName)
