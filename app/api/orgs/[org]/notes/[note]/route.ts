import { route } from '@/lib/server/route'
import { changeNote } from '@/lib/services/notes/notes'

export const PUT = route(changeNote)
