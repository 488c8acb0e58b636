import { stopReasonPost } from '@/lib/server/stop/stop-press'

export const POST = stopReasonPost
