import { route } from '@/lib/server/route'
import { listRotations, rotateKey } from '@/lib/services/rotation/rotate-key'

export const GET = route(listRotations)
export const POST = route(rotateKey)
