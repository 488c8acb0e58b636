import { postStopReason } from '@/lib/server/stop/post-org-stop'

export const POST = postStopReason
