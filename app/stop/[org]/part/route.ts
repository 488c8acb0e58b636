import { getStopPart, postStopPart } from '@/lib/server/stop/choose-part'

export const GET = getStopPart
export const POST = postStopPart
