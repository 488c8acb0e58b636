import { route } from '@/lib/server/route'
import { coveringNotes } from '@/lib/services/notes/covering-notes'

export const GET = route(coveringNotes)
