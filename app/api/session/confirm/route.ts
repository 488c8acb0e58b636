import { route } from '@/lib/server/route'
import { confirmPassword } from '@/lib/services/access/sign-in'

export const POST = route(confirmPassword)
