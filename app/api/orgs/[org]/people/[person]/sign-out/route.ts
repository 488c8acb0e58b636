import { route } from '@/lib/server/route'
import { signPersonOut } from '@/lib/services/people/person-acts'

export const POST = route(signPersonOut)
