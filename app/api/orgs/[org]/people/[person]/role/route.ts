import { route } from '@/lib/server/route'
import { changePersonRole } from '@/lib/services/people/person-acts'

export const PUT = route(changePersonRole)
