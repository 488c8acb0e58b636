import { route } from '@/lib/server/route'
import { disablePerson } from '@/lib/services/people/person-acts'

export const POST = route(disablePerson)
