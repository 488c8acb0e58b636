import { route } from '@/lib/server/route'
import { changePassword } from '@/lib/services/account/change-password'

export const PUT = route(changePassword)
