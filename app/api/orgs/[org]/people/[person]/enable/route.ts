import { route } from '@/lib/server/route'
import { enablePerson } from '@/lib/services/people/person-acts'

export const POST = route(enablePerson)
