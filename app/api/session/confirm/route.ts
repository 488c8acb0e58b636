import { route } from '@/lib/server/route'
import { confirmPassword } from '@/lib/services/access/confirm-password'

export const POST = route(confirmPassword)
