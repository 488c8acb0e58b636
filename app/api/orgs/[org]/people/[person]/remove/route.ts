import { route } from '@/lib/server/route'
import { removePerson } from '@/lib/services/people/person-acts'

export const POST = route(removePerson)
