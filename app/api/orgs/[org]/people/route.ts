import { route } from '@/lib/server/route'
import { listPeople } from '@/lib/services/people/list-people'

export const GET = route(listPeople)
