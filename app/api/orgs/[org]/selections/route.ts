import { route } from '@/lib/server/route'
import { createSelection } from '@/lib/services/selections/create-selection'

export const POST = route(createSelection, { status: 201 })
