import { route } from '@/lib/server/route'
import { listIdBlocks } from '@/lib/services/connect/device-keys'

export const GET = route(listIdBlocks)
