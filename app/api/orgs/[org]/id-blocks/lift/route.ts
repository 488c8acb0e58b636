import { route } from '@/lib/server/route'
import { liftIdBlocks } from '@/lib/services/connect/device-key-acts'

export const POST = route(liftIdBlocks)
