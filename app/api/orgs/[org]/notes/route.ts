import { route } from '@/lib/server/route'
import { listNotes, writeNote } from '@/lib/services/notes/notes'

export const GET = route(listNotes)
export const POST = route(writeNote)
