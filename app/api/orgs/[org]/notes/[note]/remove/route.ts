import { route } from '@/lib/server/route'
import { removeNote } from '@/lib/services/notes/notes'

export const POST = route(removeNote)
